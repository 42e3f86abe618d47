import fc from 'fast-check';
import { deciderLaws } from '../../../test/support/decider-laws';
import { anyRule, period, ruleTags } from './any-rule.testing';
import { retentionRules } from './retention-rule';
import * as ofRule from './retention-rule.testing';
import type { RetentionRuleCommand } from './decide';
import type { RetentionRuleEvent } from './events';
import type { RetentionRules } from './state';

const description = fc.constantFrom('', 'one', 'x'.repeat(256));
const ruleId = fc.constantFrom('rule-1', 'rule-2');
const ruleChanges = fc.record(
  { retentionPeriod: period, resourceTags: ruleTags, description },
  { requiredKeys: [] },
);
deciderLaws<RetentionRules, RetentionRuleCommand, RetentionRuleEvent>('The retention rules', {
  category: retentionRules,
  commands: fc.oneof(
    anyRule.map(ofRule.createRule),
    fc.tuple(ruleChanges, ruleId).map(([changes, id]) => ofRule.changeRule(changes, id)),
    ruleId.map(ofRule.deleteRule),
  ),
  events: fc.oneof(
    anyRule.map(ofRule.ruleCreated),
    fc.tuple(ruleChanges, ruleId).map(([changes, id]) => ofRule.ruleChanged(changes, id)),
    ruleId.map(ofRule.ruleDeleted),
  ),
});
