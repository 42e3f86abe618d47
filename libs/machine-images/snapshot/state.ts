import { withoutTags, type Tags } from '../tags';
import type { SnapshotAdoptedData, SnapshotCreatedData, SnapshotEvent } from './events';

export type SnapshotLifecycle = 'pending' | 'completed' | 'failed' | 'deleted';

/** A snapshot that the ledger made, or adopted. */
export interface MadeSnapshot {
  readonly lifecycle: SnapshotLifecycle;
  readonly created: SnapshotCreatedData;
  readonly startTime: Date;
  /** When the last change happened or, where it was observed, was seen. Who holds it is no change of it. */
  readonly changedAt: Date;
  readonly completionTime?: Date;
  readonly deletionTime?: Date;
  readonly providerId?: string;
  /** Why it failed. */
  readonly cause?: string;
  readonly tags: Tags;
}

export interface SnapshotState {
  /** The images that cannot do without it. */
  readonly holders: ReadonlySet<string>;
  /** Absent where the ledger knows nothing else of it: it may still be held. */
  readonly made?: MadeSnapshot;
}

export const unknownSnapshot: SnapshotState = { holders: new Set() };

export function evolve(
  state: SnapshotState,
  event: SnapshotEvent,
  recordedAt: Date,
  changedAt = recordedAt,
): SnapshotState {
  switch (event.type) {
    case 'SnapshotHeld':
      return { ...state, holders: new Set([...state.holders, event.data.imageId]) };
    case 'SnapshotReleased':
      return { ...state, holders: without(state.holders, event.data.imageId) };
    case 'SnapshotCreated':
      return { ...state, made: { ...created(event.data, recordedAt), changedAt } };
    case 'SnapshotAdopted':
      return { ...state, made: { ...adopted(event.data, recordedAt), changedAt } };
    case 'SnapshotCompleted':
    case 'SnapshotFailed':
    case 'SnapshotDeleted':
    case 'SnapshotTagged':
    case 'SnapshotUntagged':
      return state.made === undefined
        ? state
        : { ...state, made: { ...evolveMade(state.made, event, recordedAt), changedAt } };
  }
}

const without = (holders: ReadonlySet<string>, imageId: string): ReadonlySet<string> =>
  new Set([...holders].filter((holder) => holder !== imageId));

const created = (data: SnapshotCreatedData, startTime: Date): MadeSnapshot => ({
  lifecycle: 'pending',
  created: data,
  startTime,
  changedAt: startTime,
  tags: data.tags,
});

const adopted = (
  { state, cause, startTime, ...data }: SnapshotAdoptedData,
  adoptionTime: Date,
): MadeSnapshot => ({
  ...created(data, startTime === undefined ? adoptionTime : new Date(startTime)),
  lifecycle: state,
  ...(cause === undefined ? {} : { cause }),
});

type LaterEvent = Exclude<
  SnapshotEvent,
  { type: 'SnapshotCreated' | 'SnapshotAdopted' | 'SnapshotHeld' | 'SnapshotReleased' }
>;

function evolveMade(made: MadeSnapshot, event: LaterEvent, recordedAt: Date): MadeSnapshot {
  switch (event.type) {
    case 'SnapshotCompleted':
      return {
        ...made,
        lifecycle: 'completed',
        completionTime: recordedAt,
        providerId: event.data.providerId,
      };
    case 'SnapshotFailed':
      return { ...made, lifecycle: 'failed', cause: event.data.cause };
    case 'SnapshotDeleted':
      return { ...made, lifecycle: 'deleted', deletionTime: recordedAt };
    case 'SnapshotTagged':
      return { ...made, tags: { ...made.tags, ...event.data.tags } };
    case 'SnapshotUntagged':
      return { ...made, tags: withoutTags(made.tags, event.data.keys) };
  }
}
