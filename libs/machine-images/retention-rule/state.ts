import type { RetentionRuleCreatedData, RetentionRuleEvent } from './events';

export interface RetentionRule extends RetentionRuleCreatedData {
  readonly creationDate: Date;
}

export interface RetentionRules {
  readonly rules: ReadonlyMap<string, RetentionRule>;
  /** The ids of those that were. */
  readonly deleted: ReadonlySet<string>;
}

export const noRetentionRules: RetentionRules = { rules: new Map(), deleted: new Set() };

export function evolve(state: RetentionRules, event: RetentionRuleEvent, recordedAt: Date): RetentionRules {
  switch (event.type) {
    case 'RetentionRuleCreated':
      return withRule(state, { ...event.data, creationDate: recordedAt });
    case 'RetentionRuleChanged': {
      const rule = state.rules.get(event.data.ruleId);
      return rule === undefined ? state : withRule(state, { ...rule, ...event.data });
    }
    case 'RetentionRuleDeleted':
      return without(state, event.data.ruleId);
  }
}

const withRule = (state: RetentionRules, rule: RetentionRule): RetentionRules => ({
  ...state,
  rules: new Map([...state.rules, [rule.ruleId, rule]]),
});

const without = ({ rules, deleted }: RetentionRules, ruleId: string): RetentionRules => ({
  rules: new Map([...rules].filter(([id]) => id !== ruleId)),
  deleted: new Set([...deleted, ruleId]),
});
