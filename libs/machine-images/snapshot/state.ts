import { withoutTags, type Tags } from '../tags';
import type { SnapshotCreatedData, SnapshotEvent } from './events';

export type SnapshotLifecycle = 'pending' | 'completed' | 'failed' | 'deleted';

/** A snapshot that the ledger made. */
export interface MadeSnapshot {
  readonly lifecycle: SnapshotLifecycle;
  readonly created: SnapshotCreatedData;
  readonly startTime: Date;
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
  /** Absent where the ledger did not make it: it may still be held. */
  readonly made?: MadeSnapshot;
}

export const unknownSnapshot: SnapshotState = { holders: new Set() };

export function evolve(state: SnapshotState, event: SnapshotEvent, recordedAt: Date): SnapshotState {
  switch (event.type) {
    case 'SnapshotHeld':
      return { ...state, holders: new Set([...state.holders, event.data.imageId]) };
    case 'SnapshotReleased':
      return { ...state, holders: without(state.holders, event.data.imageId) };
    case 'SnapshotCreated':
      return { ...state, made: created(event.data, recordedAt) };
    case 'SnapshotCompleted':
    case 'SnapshotFailed':
    case 'SnapshotDeleted':
    case 'SnapshotTagged':
    case 'SnapshotUntagged':
      return state.made === undefined ? state : { ...state, made: evolveMade(state.made, event, recordedAt) };
  }
}

const without = (holders: ReadonlySet<string>, imageId: string): ReadonlySet<string> =>
  new Set([...holders].filter((holder) => holder !== imageId));

const created = (data: SnapshotCreatedData, startTime: Date): MadeSnapshot => ({
  lifecycle: 'pending',
  created: data,
  startTime,
  tags: data.tags,
});

type LaterEvent = Exclude<SnapshotEvent, { type: 'SnapshotCreated' | 'SnapshotHeld' | 'SnapshotReleased' }>;

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
