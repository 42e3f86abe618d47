import type { Category, Consulting } from '#event-sourcing';
import type { FamilyCommand, FamilyId } from './commands';
import { plan } from './channel-plan';
import { consult } from './consult';
import { admit, decide } from './decide';
import { familyEvents, type FamilyEvent } from './events';
import { evolve, unknownFamily, type FamilyState } from './state';

/** A named series of images of one account, and the channels that point into it. */
export const families: Category<FamilyId, FamilyState, FamilyCommand, FamilyEvent> &
  Consulting<FamilyState, FamilyCommand> = {
  stream: ({ ownerId, name }) => `family-${ownerId}-${name}`,
  events: familyEvents,
  consult,
  decider: { initial: unknownFamily, admit, decide, evolve, plan },
};
