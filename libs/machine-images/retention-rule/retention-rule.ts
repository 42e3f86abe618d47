import type { Category } from '#event-sourcing';
import { admit, decide, type RetentionRuleCommand } from './decide';
import { retentionRuleEvents, type RetentionRuleEvent } from './events';
import { evolve, noRetentionRules, type RetentionRules } from './state';

export interface RetentionRulesId {
  readonly ownerId: string;
  readonly region: string;
}

/** What an account wants kept for a while once it is deregistered: one stream holds all rules of a region. */
export const retentionRules: Category<
  RetentionRulesId,
  RetentionRules,
  RetentionRuleCommand,
  RetentionRuleEvent
> = {
  stream: ({ ownerId, region }) => `retention-${ownerId}-${region}`,
  events: retentionRuleEvents,
  decider: { initial: noRetentionRules, admit, decide, evolve },
};
