import { SimulatedComputeProvider } from '#compute';
import { decodeEvent, resourceIdOf, WritePath, type WriteOptions } from '#event-sourcing';
import { InMemoryEventStore, ticking } from '../../../test/support/in-memory-event-store';
import { wishUnder } from '../../../test/support/wish';
import { content, IMAGE, owner, registration } from '../image/image.testing';
import { images } from '../image/image';
import type { ImageCommand } from '../image/commands';
import { machineImageEvents } from '../index';
import type { ActOnInstance } from '../instance/commands';
import type { InstanceLaunchedData } from '../instance/events';
import { instances } from '../instance/instance';
import { volumesOf } from '../instance/instance-device';
import type { ExistingInstance } from '../instance/state';
import { LAUNCH } from '../launch/launch.testing';
import type { SnapshotCreatedData } from '../snapshot/events';
import { snapshots } from '../snapshot/snapshot';
import type { ExistingVolume } from '../volume/state';
import { volumes } from '../volume/volume';
import { upTo } from './family-revocation.testing';
import { InstanceActionProcess } from './instance-actions';
import { VolumeAttachmentProcess } from './volume-attachment';
import { RootVolumeReplacementProcess, type WishedReplacement } from './root-volume-replacement';
import { InstanceLaunchProcess, type Launched, type WishedLaunch } from './instance-launch';

export const REGISTERED = registration({
  content: content({
    blockDeviceMappings: [
      { deviceName: '/dev/xvda', ebs: { snapshotId: 'snap-00000000000000001', volumeSize: 8 } },
      { deviceName: '/dev/sdb', ebs: { volumeSize: 10 } },
    ],
  }),
});

/** Events by which a volume gets a device of an instance, and by which it leaves it: as both sides tell it. */
const HELD = { takes: ['DeviceReserved', 'RootVolumeReplaced'], leaves: 'DeviceReleased' };
const ATTACHED = { takes: ['VolumeAttached'], leaves: 'VolumeDetached' };

/** One process of the service, and the provider that all of them share. Every append has a millisecond of its own. */
export class Compute {
  readonly writePath: WritePath;
  readonly launches: InstanceLaunchProcess;
  readonly actions: InstanceActionProcess;
  readonly attachments: VolumeAttachmentProcess;
  readonly replacements: RootVolumeReplacementProcess;

  constructor(
    readonly store = new InMemoryEventStore({ now: ticking() }),
    readonly provider = new SimulatedComputeProvider(),
  ) {
    this.writePath = new WritePath(store);
    this.launches = new InstanceLaunchProcess(this.writePath, provider, {
      holding: (imageId) => upTo(store).holding(imageId, BigInt(store.log.length)),
    });
    this.actions = new InstanceActionProcess(this.writePath, provider);
    this.attachments = new VolumeAttachmentProcess(this.writePath, provider);
    this.replacements = new RootVolumeReplacementProcess(this.writePath, provider);
  }

  /** With an image that is there. */
  static async withImage(store?: InMemoryEventStore): Promise<Compute> {
    const compute = new Compute(store);
    await compute.change({ type: 'CreateImage', registration: REGISTERED }, 'image');
    return compute;
  }

  async change(command: ImageCommand, key: string): Promise<void> {
    await this.changeImage(IMAGE, command, key);
  }

  async changeImage(imageId: string, command: ImageCommand, key: string): Promise<void> {
    await this.writePath.execute(images, imageId, command, wishUnder(key));
  }

  launch(wish: Partial<WishedLaunch> = {}, key = 'l1', options: WriteOptions = {}): Promise<Launched> {
    const wished = {
      launchId: LAUNCH,
      account: owner.account,
      region: 'us-east-1',
      zone: 'us-east-1a',
      source: { kind: 'image', imageId: IMAGE },
      instanceType: 'm7g.large',
      minCount: 1,
      maxCount: 2,
      blockDeviceMappings: [],
      tags: {},
      ...wish,
    } as const;
    return this.launches.launch(wished, wishUnder(key, JSON.stringify(wished)), options);
  }

  act(type: ActOnInstance['type'], instanceId: string, key: string, options: WriteOptions = {}) {
    return this.actions.act({ type, instanceId, by: owner }, wishUnder(key), options);
  }

  replaceRoot(
    instanceId: string,
    wish: Partial<WishedReplacement> = {},
    key = 'r1',
    options: WriteOptions = {},
  ) {
    const wished = {
      instanceId,
      by: owner,
      replaceRootVolumeTaskId: resourceIdOf('replacevol', key),
      source: { kind: 'launch-state' },
      deleteReplacedRootVolume: false,
      ...wish,
    } as const;
    return this.replacements.replace(wished, wishUnder(key, JSON.stringify(wished)), options);
  }

  async createVolume(volumeId: string, zone = 'us-east-1a'): Promise<string> {
    const volume = { volumeId, ownerId: owner.account, region: 'us-east-1', zone, size: 8 };
    const created = { ...volume, volumeType: 'gp2', encrypted: false, tags: {} } as const;
    const command = { type: 'CreateVolume', volume: created } as const;
    await this.writePath.execute(volumes, volumeId, command, wishUnder(`create ${volumeId}`));
    return volumeId;
  }

  /** A snapshot that the ledger made, and that is there to be used. */
  async createSnapshot(snapshotId: string, overrides: Partial<SnapshotCreatedData> = {}): Promise<void> {
    const made = {
      snapshotId,
      ownerId: owner.account,
      region: 'us-east-1',
      volumeId: 'vol-00000000000000099',
    };
    const snapshot = { ...made, volumeSize: 8, encrypted: false, tags: {}, ...overrides };
    for (const command of [
      { type: 'CreateSnapshot', snapshot },
      { type: 'CompleteSnapshot', snapshotId, providerId: snapshotId },
    ] as const)
      await this.writePath.execute(
        snapshots,
        snapshotId,
        command,
        wishUnder(`${command.type} ${snapshotId}`),
      );
  }

  attach(volumeId: string, instanceId: string, key: string, device = '/dev/sdf', by = owner) {
    const attachment = { volumeId, instanceId, device };
    return this.attachments.attach(attachment, by, wishUnder(key, JSON.stringify(attachment)), {});
  }

  detach(volumeId: string, instanceId: string, key: string) {
    return this.attachments.detach({ volumeId, instanceId }, owner, wishUnder(key), {});
  }

  /** The volume is detached and its device given back, under ids that no process would take. */
  async detachElsewhere(volumeId: string, instanceId: string, device = '/dev/sdf'): Promise<void> {
    const detach = { type: 'DetachVolume', volumeId, by: owner, instanceId } as const;
    await this.writePath.execute(volumes, volumeId, detach, wishUnder('detach elsewhere'));
    const { attachmentId = '' } = (await this.instance(instanceId)).devices.get(device) ?? {};
    const reservation = { instanceId, device, volumeId, attachmentId };
    const release = { type: 'ReleaseDevice', reservation } as const;
    await this.writePath.execute(instances, instanceId, release, wishUnder('release elsewhere'));
  }

  /** What every device of every instance holds, against what every volume says it is attached to. */
  get heldAndAttached(): { readonly held: readonly string[]; readonly attached: readonly string[] } {
    const [held, attached] = [new Set<string>(), new Set<string>()];
    for (const { type, data } of this.store.log) {
      const { instanceId, device, volumeId, replacedVolumeId } = JSON.parse(data) as Record<string, string>;
      const place = [instanceId, device, volumeId].join(' ');
      if (type === 'RootVolumeReplaced') held.delete([instanceId, device, replacedVolumeId].join(' '));
      for (const [places, { takes, leaves }] of [
        [held, HELD],
        [attached, ATTACHED],
      ] as const) {
        if (takes.includes(type)) places.add(place);
        if (type === leaves) places.delete(place);
      }
      if (type === 'InstanceLaunched') {
        const { blockDeviceMappings } = JSON.parse(data) as InstanceLaunchedData;
        for (const { deviceName, ebs } of volumesOf(blockDeviceMappings))
          held.add([instanceId, deviceName, ebs.volumeId].join(' '));
      }
    }
    return { held: [...held].sort(), attached: [...attached].sort() };
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

  /** What the process managers do when they get to read the log, or a part of it. */
  async reactToEverything(after = 0, until?: number): Promise<void> {
    for (const recorded of this.store.log.slice(after, until)) {
      const read = decodeEvent(machineImageEvents, recorded);
      for (const manager of [this.launches, this.actions, this.attachments, this.replacements]) {
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
