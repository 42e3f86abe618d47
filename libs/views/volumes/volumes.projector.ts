import type { ReadEvent } from '#event-sourcing';
import { withoutTags, type VolumeCreatedData, type VolumeEvent } from '#machine-images';
import { table, type Projector } from '#projections';
import type { LedgerEvent } from '../events';
import { isVolumeEvent } from './is-volume-event';
import { VolumeRow, volumesDdl, type VolumeFacts } from './volume.row';

/** Every volume, as it is and as it was at every moment. */
export const volumes: Projector<LedgerEvent> = {
  name: 'volumes',
  shape: 1,
  tables: [
    table<LedgerEvent, VolumeRow>({
      kind: 'temporal',
      row: VolumeRow,
      ddl: volumesDdl,
      key: ['volumeId'],
      keysOf: ({ event }) => (isVolumeEvent(event) ? [{ volumeId: event.data.volumeId }] : []),
      evolve: (row, { event, recorded }) => (isVolumeEvent(event) ? evolve(row, event, recorded) : row),
    }),
  ],
};

function evolve(
  row: VolumeRow | undefined,
  event: VolumeEvent,
  { recordedAt, revision }: ReadEvent<VolumeEvent>['recorded'],
): VolumeFacts | undefined {
  const changed =
    event.type === 'VolumeCreated' ? created(event.data, recordedAt) : row && change(row, event, recordedAt);
  return changed && { ...changed, revision };
}

const UNATTACHED = { instanceId: null, device: null, deleteOnTermination: null, attachTime: null };

const created = (
  { createdFor: _, iops, throughput, snapshotId, ...volume }: VolumeCreatedData,
  creationDate: Date,
): Omit<VolumeFacts, 'revision'> => ({
  ...volume,
  iops: iops ?? null,
  throughput: throughput ?? null,
  snapshotId: snapshotId ?? null,
  state: 'available',
  stateMessage: null,
  ...UNATTACHED,
  creationDate,
  deletionTime: null,
});

function change(row: VolumeRow, event: Exclude<VolumeEvent, { type: 'VolumeCreated' }>, at: Date): VolumeRow {
  switch (event.type) {
    case 'VolumeAttached':
      return { ...row, ...event.data, state: 'in-use', attachTime: at };
    case 'VolumeDetached':
      return { ...row, ...UNATTACHED, state: 'available' };
    case 'VolumeDeleted':
      return {
        ...row,
        ...UNATTACHED,
        state: 'deleted',
        stateMessage: event.data.cause ?? null,
        deletionTime: at,
      };
    case 'VolumeTagged':
      return { ...row, tags: { ...row.tags, ...event.data.tags } };
    case 'VolumeUntagged':
      return { ...row, tags: withoutTags(row.tags, event.data.keys) };
  }
}
