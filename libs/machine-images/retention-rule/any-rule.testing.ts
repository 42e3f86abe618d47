import fc from 'fast-check';
import { rule } from './retention-rule.testing';

export const ruleTags = fc.array(
  fc.record({ key: fc.constantFrom('a', 'b'), value: fc.constantFrom('', '1') }, { requiredKeys: ['key'] }),
  { maxLength: 2 },
);
export const period = fc.constantFrom(1, 7, 365).map((value) => ({ unit: 'days' as const, value }));
export const anyRule = fc
  .record({ ruleId: fc.constantFrom('rule-1', 'rule-2'), resourceTags: ruleTags, retentionPeriod: period })
  .map(rule);
