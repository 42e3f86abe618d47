import { tagChanges, type TagChanges, type Tags } from '../tags';
import { ObservedOtherwise, ObservedTooEarly } from './errors';

/** What was seen outside of the ledger of one resource, and when. */
export interface Observed<Facts> {
  readonly facts: Facts;
  readonly observedAt: Date;
}

/** Of whom and where: the same for the whole life of a resource. */
export interface Place {
  readonly ownerId: string;
  readonly region: string;
}

/** Throws ObservedOtherwise. */
export function refuseOtherPlace(resourceId: string, recorded: Place, observed: Place): void {
  for (const field of ['ownerId', 'region'] as const) {
    if (recorded[field] !== observed[field])
      throw new ObservedOtherwise(resourceId, field, recorded[field], observed[field]);
  }
}

/** What was seen before the last change is not applied; what it would change nothing of is no matter. */
export function unlessTooEarly<Event>(
  events: readonly Event[],
  resourceId: string,
  { observedAt }: Observed<unknown>,
  changedAt: Date,
): readonly Event[] {
  if (events.length > 0 && observedAt < changedAt)
    throw new ObservedTooEarly(resourceId, observedAt, changedAt);
  return events;
}

/** Exactly what was seen, reserved tags too. */
export function tagEvents<Tagged, Untagged>(
  now: Tags,
  observed: Tags,
  events: {
    readonly tagged: (set: TagChanges['set']) => Tagged;
    readonly untagged: (keys: TagChanges['removed']) => Untagged;
  },
): readonly (Tagged | Untagged)[] {
  const { set, removed } = tagChanges(now, observed);
  return [
    ...(Object.keys(set).length > 0 ? [events.tagged(set)] : []),
    ...(removed.length > 0 ? [events.untagged(removed)] : []),
  ];
}
