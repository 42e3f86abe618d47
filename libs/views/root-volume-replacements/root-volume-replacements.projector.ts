import type { RootVolumeReplacementRequestedData } from '#machine-images';
import { table, type Projector, type Validity } from '#projections';
import type { LedgerEvent } from '../events';
import { RootVolumeReplacementRow, rootVolumeReplacementsDdl } from './root-volume-replacement.row';

type ReplacementEvent = Extract<
  LedgerEvent,
  { type: 'RootVolumeReplacementRequested' | 'RootVolumeReplaced' | 'RootVolumeReplacementFailed' }
>;
type Content = Omit<RootVolumeReplacementRow, keyof Validity>;

/** Every replacement of a root volume, as it is and as it was at every moment. */
export const rootVolumeReplacements: Projector<LedgerEvent> = {
  name: 'root-volume-replacements',
  shape: 2,
  tables: [
    table<LedgerEvent, RootVolumeReplacementRow>({
      kind: 'temporal',
      row: RootVolumeReplacementRow,
      ddl: rootVolumeReplacementsDdl,
      key: ['replaceRootVolumeTaskId'],
      keysOf: ({ event }) =>
        isReplacement(event) ? [{ replaceRootVolumeTaskId: event.data.replaceRootVolumeTaskId }] : [],
      evolve: (row, { event, recorded: { recordedAt } }) =>
        isReplacement(event) ? evolve(row, event, recordedAt) : row,
    }),
  ],
};

const isReplacement = (event: LedgerEvent): event is ReplacementEvent =>
  event.type === 'RootVolumeReplacementRequested' ||
  event.type === 'RootVolumeReplaced' ||
  event.type === 'RootVolumeReplacementFailed';

function evolve(row: Content | undefined, event: ReplacementEvent, at: Date): Content | undefined {
  switch (event.type) {
    case 'RootVolumeReplacementRequested':
      return requested(event.data, at);
    case 'RootVolumeReplaced':
      return row && { ...row, taskState: 'succeeded', completeTime: at };
    case 'RootVolumeReplacementFailed':
      return row && { ...row, taskState: 'failed', stateMessage: event.data.cause, completeTime: at };
  }
}

const requested = (
  {
    replaceRootVolumeTaskId,
    instanceId,
    source,
    requested: wanted,
    undo,
    volume,
    replacedVolumeId,
    deleteReplacedRootVolume,
  }: RootVolumeReplacementRequestedData,
  startTime: Date,
): Content => ({
  ...{ replaceRootVolumeTaskId, instanceId, replacedVolumeId, deleteReplacedRootVolume, startTime },
  taskState: 'in-progress',
  stateMessage: null,
  completeTime: null,
  imageId: source.kind === 'image' ? source.imageId : null,
  snapshotId: source.kind === 'snapshot' ? source.snapshotId : null,
  requested: wanted ?? null,
  undo: undo ?? null,
  volumeId: volume.volumeId,
});
