import { refuseOtherPlace, tagEvents, unlessTooEarly } from '../adoption/observed';
import type { AdoptSnapshot } from './commands';
import type { SnapshotAdoptedData, SnapshotEvent } from './events';
import type { MadeSnapshot, SnapshotState } from './state';

/** Throws ObservedOtherwise, ObservedTooEarly. */
export function adopt(
  { snapshotId, observed }: AdoptSnapshot,
  { made }: SnapshotState,
): readonly SnapshotEvent[] {
  const { facts } = observed;
  if (made === undefined) return [{ type: 'SnapshotAdopted', data: facts }];
  refuseOtherPlace(snapshotId, made.created, facts);
  return unlessTooEarly(differences(facts, made), snapshotId, observed, made.changedAt);
}

function differences(facts: SnapshotAdoptedData, made: MadeSnapshot): readonly SnapshotEvent[] {
  const { snapshotId } = facts;
  const change = made.lifecycle === facts.state ? undefined : changeOf(facts, made);
  return [
    ...tagEvents<SnapshotEvent, SnapshotEvent>(made.tags, facts.tags, {
      tagged: (tags) => ({ type: 'SnapshotTagged', data: { snapshotId, tags } }),
      untagged: (keys) => ({ type: 'SnapshotUntagged', data: { snapshotId, keys } }),
    }),
    ...(change === undefined ? [] : [change]),
  ];
}

/** What was over, and is there again, is adopted again: nothing that is known to happen leads there. */
function changeOf(facts: SnapshotAdoptedData, { lifecycle }: MadeSnapshot): SnapshotEvent {
  const { snapshotId, state, cause = 'observed as failed' } = facts;
  if (state === 'deleted') return { type: 'SnapshotDeleted', data: { snapshotId } };
  if (lifecycle !== 'pending') return { type: 'SnapshotAdopted', data: facts };
  return state === 'failed'
    ? { type: 'SnapshotFailed', data: { snapshotId, cause } }
    : { type: 'SnapshotCompleted', data: { snapshotId, providerId: snapshotId } };
}
