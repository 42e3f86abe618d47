import { canonicalJson } from '#event-sourcing';
import { InvalidField } from '../identifiers';
import { checkDescription } from '../image/registration';
import { checkTagText, InvalidTags, MAX_TAGS } from '../tags';
import { TooManyRetentionRules, UnknownRetentionRule } from './errors';
import type {
  RetentionPeriod,
  RetentionRuleChanges,
  RetentionRuleCreatedData,
  RetentionRuleEvent,
  RuleTag,
} from './events';
import type { RetentionRule, RetentionRules } from './state';

export const MAX_RETENTION_RULES = 250;
const MAX_DAYS = 365;

export type RetentionRuleCommand =
  | { readonly type: 'CreateRetentionRule'; readonly rule: RetentionRuleCreatedData }
  | { readonly type: 'ChangeRetentionRule'; readonly ruleId: string; readonly changes: RetentionRuleChanges }
  | { readonly type: 'DeleteRetentionRule'; readonly ruleId: string };

/** What is deleted is gone; a wish that it be so is true. */
export function admit(command: RetentionRuleCommand, state: RetentionRules): void {
  if (command.type === 'CreateRetentionRule' || state.deleted.has(command.ruleId)) return;
  ruleIn(state, command.ruleId);
}

export function decide(command: RetentionRuleCommand, state: RetentionRules): readonly RetentionRuleEvent[] {
  switch (command.type) {
    case 'CreateRetentionRule':
      return create(command.rule, state);
    case 'ChangeRetentionRule':
      return change(command.changes, ruleIn(state, command.ruleId));
    case 'DeleteRetentionRule':
      return remove(command.ruleId, state);
  }
}

/** Throws UnknownRetentionRule, also for one that was deleted. */
export function ruleIn({ rules }: RetentionRules, ruleId: string): RetentionRule {
  const rule = rules.get(ruleId);
  if (rule === undefined) throw new UnknownRetentionRule(ruleId);
  return rule;
}

/** An id is given to one rule, once. */
function create(
  rule: RetentionRuleCreatedData,
  { rules, deleted }: RetentionRules,
): readonly RetentionRuleEvent[] {
  if (rules.has(rule.ruleId) || deleted.has(rule.ruleId)) return [];
  check(rule);
  if (rules.size >= MAX_RETENTION_RULES) throw new TooManyRetentionRules(MAX_RETENTION_RULES);
  return [{ type: 'RetentionRuleCreated', data: rule }];
}

function change(changes: RetentionRuleChanges, rule: RetentionRule): readonly RetentionRuleEvent[] {
  check(changes);
  const changed = Object.entries(changes).filter(
    ([name, value]) => canonicalJson([value]) !== canonicalJson([valueOf(rule, name)]),
  );
  if (changed.length === 0) return [];
  const data = { ruleId: rule.ruleId, ...(Object.fromEntries(changed) as RetentionRuleChanges) };
  return [{ type: 'RetentionRuleChanged', data }];
}

/** No description and an empty one are the same. */
const valueOf = (rule: RetentionRule, name: string): unknown =>
  ({ description: '', ...rule })[name as keyof RetentionRuleChanges];

function remove(ruleId: string, state: RetentionRules): readonly RetentionRuleEvent[] {
  if (state.deleted.has(ruleId)) return [];
  return [{ type: 'RetentionRuleDeleted', data: { ruleId: ruleIn(state, ruleId).ruleId } }];
}

function check({ retentionPeriod, resourceTags, description }: RetentionRuleChanges): void {
  if (retentionPeriod !== undefined) checkPeriod(retentionPeriod);
  if (resourceTags !== undefined) checkRuleTags(resourceTags);
  if (description !== undefined) checkDescription(description);
}

function checkPeriod({ value }: RetentionPeriod): void {
  if (!Number.isInteger(value) || value < 1 || value > MAX_DAYS)
    throw new InvalidField(`images are retained for 1 to ${MAX_DAYS} days`, '/retentionPeriod/value');
}

function checkRuleTags(tags: readonly RuleTag[]): void {
  if (tags.length > MAX_TAGS)
    throw new InvalidTags(`a retention rule names at most ${MAX_TAGS} tags`, '/resourceTags');
  tags.forEach(({ key, value = '' }, index) => checkTagText(key, value, `/resourceTags/${index}`));
}
