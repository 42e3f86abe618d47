import { SimulatedComputeProvider } from '#compute';
import { decodeEvent, WritePath, type WriteOptions } from '#event-sourcing';
import { InMemoryEventStore } from '../../../test/support/in-memory-event-store';
import { wishUnder } from '../../../test/support/wish';
import { content, IMAGE, owner, registration } from '../image/image.testing';
import { images } from '../image/image';
import type { ImageCommand } from '../image/commands';
import { machineImageEvents } from '../index';
import type { ActOnInstance } from '../instance/commands';
import { instances } from '../instance/instance';
import type { ExistingInstance } from '../instance/state';
import { LAUNCH } from '../launch/launch.testing';
import type { ExistingVolume } from '../volume/state';
import { volumes } from '../volume/volume';
import { InstanceActionProcess } from './instance-actions';
import { InstanceLaunchProcess, type Launched, type WishedLaunch } from './instance-launch';

export const REGISTERED = registration({
  content: content({
    blockDeviceMappings: [
      { deviceName: '/dev/xvda', ebs: { snapshotId: 'snap-00000000000000001', volumeSize: 8 } },
      { deviceName: '/dev/sdb', ebs: { volumeSize: 10 } },
    ],
  }),
});

let ticks = 0;

/** One process of the service, and the provider that all of them share. Every append has a millisecond of its own. */
export class Compute {
  readonly writePath: WritePath;
  readonly launches: InstanceLaunchProcess;
  readonly actions: InstanceActionProcess;

  constructor(
    readonly store = new InMemoryEventStore({ now: () => ++ticks }),
    readonly provider = new SimulatedComputeProvider(),
  ) {
    this.writePath = new WritePath(store);
    this.launches = new InstanceLaunchProcess(this.writePath, provider);
    this.actions = new InstanceActionProcess(this.writePath, provider);
  }

  /** With an image that is there. */
  static async withImage(): Promise<Compute> {
    const compute = new Compute();
    await compute.change({ type: 'CreateImage', registration: REGISTERED }, 'image');
    return compute;
  }

  async change(command: ImageCommand, key: string): Promise<void> {
    await this.writePath.execute(images, IMAGE, command, wishUnder(key));
  }

  launch(wish: Partial<WishedLaunch> = {}, key = 'l1', options: WriteOptions = {}): Promise<Launched> {
    const wished = {
      launchId: LAUNCH,
      account: owner.account,
      region: 'us-east-1',
      zone: 'us-east-1a',
      imageId: IMAGE,
      instanceType: 'm7g.large',
      minCount: 1,
      maxCount: 2,
      blockDeviceMappings: [],
      tags: {},
      ...wish,
    };
    return this.launches.launch(wished, wishUnder(key, JSON.stringify(wished)), options);
  }

  act(type: ActOnInstance['type'], instanceId: string, key: string, options: WriteOptions = {}) {
    return this.actions.act({ type, instanceId, by: owner }, wishUnder(key), options);
  }

  async instance(instanceId: string): Promise<ExistingInstance> {
    const { state } = await this.writePath.load(instances, instanceId);
    if (state.kind === 'unknown') throw new Error(`no instance ${instanceId}`);
    return state;
  }

  async volume(volumeId: string): Promise<ExistingVolume> {
    const { state } = await this.writePath.load(volumes, volumeId);
    if (state.kind === 'unknown') throw new Error(`no volume ${volumeId}`);
    return state;
  }

  /** What the process managers do when they get to read the log, from its beginning. */
  async reactToEverything(): Promise<void> {
    for (const recorded of [...this.store.log]) {
      const read = decodeEvent(machineImageEvents, recorded);
      for (const manager of [this.launches, this.actions]) {
        if ((manager.reactsTo as readonly string[]).includes(read.event.type))
          await manager.react(read as never);
      }
    }
  }

  /** Another process on the same log, as after a restart. */
  restarted(): Compute {
    return new Compute(this.store, this.provider);
  }

  /** What stands in the log in the order of its streams, without what names a moment. */
  get recorded(): readonly string[] {
    return this.store.log
      .map(({ stream, revision, type, id, data }) => [stream, revision, type, id, data].join(' '))
      .sort();
  }

  get recordedTypes(): readonly string[] {
    return this.store.log.map(({ type }) => type);
  }
}

/** Every place at which a process can die that appends so often, once its first append is on record. */
export const crashesOf = (appends: number) => [
  { after: 0, recorded: true },
  ...Array.from({ length: appends - 1 }, (_, index) => index + 1).flatMap((after) => [
    { after, recorded: false },
    { after, recorded: true },
  ]),
];
