import { givenFor } from '../../../test/support/given';
import type { RetentionRuleCommand } from './decide';
import type { RetentionRuleChanges, RetentionRuleCreatedData, RetentionRuleEvent } from './events';
import { retentionRules } from './retention-rule';

export const RULE = 'rule-0123456789abcdef0';

export const days = (value: number) => ({ unit: 'days', value }) as const;

export const rule = (overrides: Partial<RetentionRuleCreatedData> = {}): RetentionRuleCreatedData => ({
  ruleId: RULE,
  ownerId: '111122223333',
  region: 'us-east-1',
  resourceType: 'image',
  retentionPeriod: days(7),
  resourceTags: [],
  ...overrides,
});

export const ruleCreated = (overrides: Partial<RetentionRuleCreatedData> = {}): RetentionRuleEvent => ({
  type: 'RetentionRuleCreated',
  data: rule(overrides),
});
export const ruleChanged = (changes: RetentionRuleChanges, ruleId = RULE): RetentionRuleEvent => ({
  type: 'RetentionRuleChanged',
  data: { ruleId, ...changes },
});
export const ruleDeleted = (ruleId = RULE): RetentionRuleEvent => ({
  type: 'RetentionRuleDeleted',
  data: { ruleId },
});

export const createRule = (overrides: Partial<RetentionRuleCreatedData> = {}): RetentionRuleCommand => ({
  type: 'CreateRetentionRule',
  rule: rule(overrides),
});
export const changeRule = (changes: RetentionRuleChanges, ruleId = RULE): RetentionRuleCommand => ({
  type: 'ChangeRetentionRule',
  ruleId,
  changes,
});
export const deleteRule = (ruleId = RULE): RetentionRuleCommand => ({ type: 'DeleteRetentionRule', ruleId });

export const given = givenFor(retentionRules.decider);
