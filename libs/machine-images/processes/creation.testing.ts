import type { SimulatedComputeProvider } from '#compute';
import { decodeEvent, type Outcome, type WriteOptions, type WritePath } from '#event-sourcing';
import type { InMemoryEventStore } from '../../../test/support/in-memory-event-store';
import { wishUnder } from '../../../test/support/wish';
import type { BlockDeviceMapping } from '../block-device/block-device-mapping';
import { deregister, IMAGE, owner } from '../image/image.testing';
import type { ImageEvent } from '../image/events';
import { images } from '../image/image';
import type { ExistingImage, ImageState } from '../image/state';
import { machineImageEvents } from '../index';
import type { MadeSnapshot } from '../snapshot/state';
import { snapshots } from '../snapshot/snapshot';
import { Compute } from './compute.testing';
import { ImageCreation, type CreationWish } from './image-creation';
import { ImageDeregistrationProcess } from './image-deregistration';
import { ImageRegistrationProcess } from './image-registration';
import { SnapshotStorageProcess } from './snapshot-storage';

export const MADE = 'ami-0fedcba9876543210';

type ImageOutcome = Outcome<ImageState, ImageEvent>;
type Wish = CreationWish extends infer One ? (One extends CreationWish ? Partial<One> : never) : never;

interface Reacting {
  readonly reactsTo: readonly string[];
  react(read: never): Promise<void>;
}

/** One process of the service that makes images, with an image and an instance to make them of. */
export class Creation {
  readonly writePath: WritePath;
  readonly store: InMemoryEventStore;
  readonly provider: SimulatedComputeProvider;
  readonly deregistration: ImageDeregistrationProcess;
  readonly registration: ImageRegistrationProcess;
  readonly creation: ImageCreation;
  readonly storage: SnapshotStorageProcess;

  constructor(
    readonly compute: Compute,
    readonly instanceId: string,
  ) {
    ({ writePath: this.writePath, store: this.store, provider: this.provider } = compute);
    this.deregistration = new ImageDeregistrationProcess(this.writePath);
    this.registration = new ImageRegistrationProcess(this.writePath, this.deregistration, this.provider);
    this.creation = new ImageCreation(this.writePath, this.registration);
    this.storage = new SnapshotStorageProcess(this.writePath, this.provider);
  }

  static async withInstance(blockDeviceMappings: readonly BlockDeviceMapping[] = []): Promise<Creation> {
    const compute = await Compute.withImage();
    const { outcome } = await compute.launch({ maxCount: 1, blockDeviceMappings });
    if (outcome.state.kind !== 'completed') throw new Error('nothing was launched');
    return new Creation(compute, outcome.state.instanceIds[0] ?? '');
  }

  create(wish: Wish = {}, key = 'c1', options: WriteOptions = {}, by = owner): Promise<ImageOutcome> {
    const named = { imageId: MADE, region: 'us-east-1', name: 'made', tags: {} };
    const whole: CreationWish =
      wish.kind === 'copy'
        ? {
            sourceImageId: IMAGE,
            sourceRegion: 'us-east-1',
            copyImageTags: false,
            ...named,
            ...wish,
            kind: 'copy',
          }
        : {
            ...{ instanceId: this.instanceId, noReboot: false, blockDeviceMappings: [] },
            ...named,
            ...wish,
            kind: 'instance',
          };
    return this.creation.create(whole, by, wishUnder(key, JSON.stringify(wish)), options);
  }

  async deregister(imageId = MADE): Promise<ImageOutcome> {
    const { outcome } = await this.deregistration.deregister(
      { ...deregister(), imageId, by: owner },
      wishUnder('d1'),
      {},
    );
    return outcome;
  }

  /** What the process managers do when they get to read the log, from its beginning. */
  async reactToEverything(): Promise<void> {
    await this.compute.reactToEverything();
    await this.react(this.registration, this.deregistration, this.storage);
  }

  async react(...managers: readonly Reacting[]): Promise<void> {
    for (const recorded of [...this.store.log]) {
      const read = decodeEvent(machineImageEvents, recorded);
      for (const manager of managers) {
        if (manager.reactsTo.includes(read.event.type)) await manager.react(read as never);
      }
    }
  }

  /** Another process on the same log, as after a restart. */
  restarted(): Creation {
    return new Creation(this.compute.restarted(), this.instanceId);
  }

  async image(imageId = MADE): Promise<ExistingImage> {
    const { state } = await this.writePath.load(images, imageId);
    if (state.kind === 'unknown') throw new Error(`no image ${imageId}`);
    return state;
  }

  async snapshotsOf(imageId = MADE): Promise<readonly MadeSnapshot[]> {
    const made: MadeSnapshot[] = [];
    for (const { ebs } of (await this.image(imageId)).created.blockDeviceMappings) {
      if (ebs?.snapshotId === undefined) continue;
      const { state } = await this.writePath.load(snapshots, ebs.snapshotId);
      if (state.made !== undefined) made.push(state.made);
    }
    return made;
  }

  /** What was recorded since the instance was there. */
  get types(): readonly string[] {
    const types = this.compute.recordedTypes;
    return types.slice(types.indexOf('LaunchCompleted') + 1);
  }
}
