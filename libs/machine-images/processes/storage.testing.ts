import { SimulatedComputeProvider } from '#compute';
import { decodeEvent, WritePath, type Outcome, type WriteOptions } from '#event-sourcing';
import { InMemoryEventStore } from '../../../test/support/in-memory-event-store';
import { wishUnder } from '../../../test/support/wish';
import { machineImageEvents } from '../index';
import type { SnapshotEvent } from '../snapshot/events';
import { owner } from '../snapshot/snapshot.testing';
import type { SnapshotState } from '../snapshot/state';
import type { VolumeEvent } from '../volume/events';
import type { VolumeState } from '../volume/state';
import { SnapshotStorageProcess, type SnapshotWish } from './snapshot-storage';
import { VolumeStorageProcess } from './volume-storage';
import type { VolumeWish } from './volume-wish';

export const VOLUME = 'vol-0123456789abcdef0';
export const SNAPSHOT = 'snap-0123456789abcdef0';

const zone = 'us-east-1a';
const at = { volumeId: VOLUME, region: 'us-east-1', zone, tags: {} };

/** One process of the service, and the provider that all of them share. */
export class Storage {
  readonly writePath: WritePath;
  readonly snapshots: SnapshotStorageProcess;
  readonly volumes: VolumeStorageProcess;

  constructor(
    readonly store = new InMemoryEventStore(),
    readonly provider = new SimulatedComputeProvider(),
  ) {
    this.writePath = new WritePath(store);
    this.snapshots = new SnapshotStorageProcess(this.writePath, provider);
    this.volumes = new VolumeStorageProcess(this.writePath, provider);
  }

  createVolume(
    wish: Partial<VolumeWish> = {},
    { key = 'v1', by = owner, options = {} } = {},
  ): Promise<Outcome<VolumeState, VolumeEvent>> {
    const volume = { ...at, ...(wish.snapshotId === undefined ? { size: 8 } : {}), ...wish };
    return this.volumes.create(volume, by, wishUnder(key, JSON.stringify(wish)), options);
  }

  deleteVolume(key = 'd1', options: WriteOptions = {}): Promise<Outcome<VolumeState, VolumeEvent>> {
    const command = { type: 'DeleteVolume', volumeId: VOLUME, by: owner } as const;
    return this.volumes.delete(command, wishUnder(key), options);
  }

  createSnapshot(
    wish: Partial<SnapshotWish> = {},
    { key = 's1', by = owner, options = {} } = {},
  ): Promise<Outcome<SnapshotState, SnapshotEvent>> {
    const snapshot = { snapshotId: SNAPSHOT, volumeId: VOLUME, tags: {}, ...wish };
    return this.snapshots.create(snapshot, by, wishUnder(key, JSON.stringify(wish)), options);
  }

  deleteSnapshot(key = 'd2', options: WriteOptions = {}): Promise<Outcome<SnapshotState, SnapshotEvent>> {
    const command = { type: 'DeleteSnapshot', snapshotId: SNAPSHOT, by: owner } as const;
    return this.snapshots.delete(command, wishUnder(key), options);
  }

  /** What the process managers do when they get to read the log, from its beginning. */
  async reactToEverything(): Promise<void> {
    for (const recorded of [...this.store.log]) {
      const read = decodeEvent(machineImageEvents, recorded);
      const { event } = read;
      if (event.type === 'SnapshotCreated' || event.type === 'SnapshotDeleted')
        await this.snapshots.react({ ...read, event });
      if (event.type === 'VolumeCreated' || event.type === 'VolumeDeleted')
        await this.volumes.react({ ...read, event });
    }
  }

  /** Another process on the same log, as after a restart. */
  restarted(): Storage {
    return new Storage(this.store, this.provider);
  }

  get recordedTypes(): readonly string[] {
    return this.store.log.map(({ type }) => type);
  }
}
