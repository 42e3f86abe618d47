import type { ReadEvent } from '#event-sourcing';
import {
  withoutTags,
  type VolumeAdoptedData,
  type VolumeCreatedData,
  type VolumeEvent,
} from '#machine-images';
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
  const changed = isLater(event) ? row && change(row, event, recordedAt) : begun(event, recordedAt);
  return changed && { ...changed, revision };
}

type Beginning = Extract<VolumeEvent, { type: 'VolumeCreated' | 'VolumeAdopted' }>;
type Later = Exclude<VolumeEvent, Beginning>;

const isLater = (event: VolumeEvent): event is Later =>
  event.type !== 'VolumeCreated' && event.type !== 'VolumeAdopted';

const begun = (event: Beginning, at: Date): Omit<VolumeFacts, 'revision'> =>
  event.type === 'VolumeCreated' ? created(event.data, at) : adopted(event.data, at);

const adopted = (
  { state, createTime, zone = '', ...volume }: VolumeAdoptedData,
  adoptionTime: Date,
): Omit<VolumeFacts, 'revision'> => ({
  ...created({ ...volume, zone }, createTime === undefined ? adoptionTime : new Date(createTime)),
  state,
});

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

function change(row: VolumeRow, event: Later, at: Date): VolumeRow {
  switch (event.type) {
    case 'VolumeAttached': {
      const { attachTime, ...attachment } = event.data;
      const since = attachTime === undefined ? at : new Date(attachTime);
      return { ...row, ...attachment, state: 'in-use', attachTime: since };
    }
    case 'VolumeModified': {
      const { size, volumeType, iops = null, throughput = null } = event.data;
      return { ...row, size, volumeType, iops, throughput };
    }
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
