import type { ReadEvent } from '#event-sourcing';
import {
  withoutTags,
  type SnapshotAdoptedData,
  type SnapshotCreatedData,
  type SnapshotEvent,
} from '#machine-images';
import { table, type Projector } from '#projections';
import type { LedgerEvent } from '../events';
import { isSnapshotEvent } from './is-snapshot-event';
import { SnapshotRow, snapshotsDdl, type SnapshotFacts } from './snapshot.row';

/** Every snapshot that the ledger made, as it is and as it was at every moment. */
export const snapshots: Projector<LedgerEvent> = {
  name: 'snapshots',
  shape: 1,
  tables: [
    table<LedgerEvent, SnapshotRow>({
      kind: 'temporal',
      row: SnapshotRow,
      ddl: snapshotsDdl,
      key: ['snapshotId'],
      keysOf: ({ event }) => (isSnapshotEvent(event) ? [{ snapshotId: event.data.snapshotId }] : []),
      evolve: (row, { event, recorded }) => (isSnapshotEvent(event) ? evolve(row, event, recorded) : row),
    }),
  ],
};

function evolve(
  row: SnapshotRow | undefined,
  event: SnapshotEvent,
  { recordedAt, revision }: ReadEvent<SnapshotEvent>['recorded'],
): SnapshotFacts | undefined {
  const changed = isLater(event) ? row && change(row, event, recordedAt) : begun(event, recordedAt);
  return changed && { ...changed, revision };
}

type Beginning = Extract<SnapshotEvent, { type: 'SnapshotCreated' | 'SnapshotAdopted' }>;
type Later = Exclude<SnapshotEvent, Beginning>;

const isLater = (event: SnapshotEvent): event is Later =>
  event.type !== 'SnapshotCreated' && event.type !== 'SnapshotAdopted';

const begun = (event: Beginning, at: Date): Omit<SnapshotFacts, 'revision'> =>
  event.type === 'SnapshotCreated' ? created(event.data, at) : adopted(event.data, at);

const adopted = (
  { state, cause, startTime, ...snapshot }: SnapshotAdoptedData,
  adoptionTime: Date,
): Omit<SnapshotFacts, 'revision'> => ({
  ...created(snapshot, startTime === undefined ? adoptionTime : new Date(startTime)),
  state,
  stateMessage: cause ?? null,
});

const created = (
  { createdFor: _, volumeId, sourceSnapshotId, description, ...snapshot }: SnapshotCreatedData,
  creationDate: Date,
): Omit<SnapshotFacts, 'revision'> => ({
  ...snapshot,
  volumeId: volumeId ?? null,
  sourceSnapshotId: sourceSnapshotId ?? null,
  description: description ?? null,
  state: 'pending',
  stateMessage: null,
  creationDate,
  completionTime: null,
  deletionTime: null,
});

function change(row: SnapshotRow, event: Later, at: Date): SnapshotRow {
  switch (event.type) {
    case 'SnapshotCompleted':
      return { ...row, state: 'completed', completionTime: at };
    case 'SnapshotFailed':
      return { ...row, state: 'failed', stateMessage: event.data.cause };
    case 'SnapshotDeleted':
      return { ...row, state: 'deleted', deletionTime: at };
    case 'SnapshotTagged':
      return { ...row, tags: { ...row.tags, ...event.data.tags } };
    case 'SnapshotUntagged':
      return { ...row, tags: withoutTags(row.tags, event.data.keys) };
    case 'SnapshotHeld':
    case 'SnapshotReleased':
      // Which images hold it is theirs to say; only the revision moves.
      return row;
  }
}
