import { recordedAtOf } from '../../../test/support/given';
import { MAX_RETENTION_RULES } from './decide';
import { retentionRules } from './retention-rule';
import {
  changeRule,
  createRule,
  days,
  deleteRule,
  given,
  RULE,
  ruleChanged,
  ruleCreated,
  ruleDeleted,
} from './retention-rule.testing';

const other = 'rule-00000000000000002';
const tags = (count: number) => Array.from({ length: count }, (_, index) => ({ key: `k${index}` }));

describe('A retention rule', () => {
  it('is made', () => {
    given().when(createRule()).thenRecords(ruleCreated());
  });

  it.each([0, 366, 1.5])('keeps nothing for %p days', (value) => {
    const retentionPeriod = days(value);
    given().when(createRule({ retentionPeriod })).thenRefuses('invalid-field', '/retentionPeriod/value');
    given(ruleCreated())
      .when(changeRule({ retentionPeriod }))
      .thenRefuses('invalid-field', '/retentionPeriod/value');
  });

  it.each([1, 365])('keeps for %p days', (value) => {
    given()
      .when(createRule({ retentionPeriod: days(value) }))
      .thenRecords(ruleCreated({ retentionPeriod: days(value) }));
  });

  it('names at most 50 tags, each as tags are', () => {
    given()
      .when(createRule({ resourceTags: tags(50) }))
      .thenRecords(ruleCreated({ resourceTags: tags(50) }));
    given()
      .when(createRule({ resourceTags: tags(51) }))
      .thenRefuses('invalid-tags', '/resourceTags');
    given()
      .when(createRule({ resourceTags: [{ key: 'a' }, { key: '' }] }))
      .thenRefuses('invalid-tags', '/resourceTags/1');
    given()
      .when(createRule({ resourceTags: [{ key: 'a', value: 'x'.repeat(257) }] }))
      .thenRefuses('invalid-tags', '/resourceTags/0');
  });

  it('has a description of at most 255 characters', () => {
    given()
      .when(createRule({ description: 'x'.repeat(256) }))
      .thenRefuses('invalid-field', '/description');
  });

  it('changes in what is asked for and in nothing else', () => {
    given(ruleCreated())
      .when(changeRule({ retentionPeriod: days(8), resourceTags: [], description: '' }))
      .thenRecords(ruleChanged({ retentionPeriod: days(8) }));
    given(ruleCreated({ description: 'a week' }))
      .when(changeRule({ description: '', resourceTags: [{ key: 'a' }] }))
      .thenRecords(ruleChanged({ description: '', resourceTags: [{ key: 'a' }] }));
    given(ruleCreated()).when(changeRule({})).thenNothingHappens();
  });

  it('is deleted', () => {
    given(ruleCreated()).when(deleteRule()).thenRecords(ruleDeleted());
  });

  it('is gone then: it is not changed, and not made again', () => {
    given(ruleCreated(), ruleDeleted()).when(changeRule({})).thenRefuses('unknown-retention-rule');
    given(ruleCreated(), ruleDeleted()).when(createRule()).thenNothingHappens();
  });

  it('that never was is neither changed nor deleted', () => {
    given(ruleCreated()).when(changeRule({}, other)).thenRefuses('unknown-retention-rule');
    given(ruleCreated()).when(deleteRule(other)).thenRefuses('unknown-retention-rule');
  });

  it('leaves the others where it is deleted', () => {
    const { state } = given(ruleCreated(), ruleCreated({ ruleId: other }), ruleDeleted());
    expect(state).toMatchObject({ deleted: new Set([RULE]), rules: new Map([[other, expect.anything()]]) });
  });
});

describe('The retention rules of an account', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => ruleCreated({ ruleId: `rule-${index}` }));

  it('are at most 250 in a region', () => {
    given(...many(MAX_RETENTION_RULES - 1))
      .when(createRule())
      .thenRecords(ruleCreated());
    given(...many(MAX_RETENTION_RULES))
      .when(createRule())
      .thenRefuses('too-many-retention-rules');
    given(...many(MAX_RETENTION_RULES), ruleDeleted('rule-3'))
      .when(createRule())
      .thenRecords(ruleCreated());
  });

  it('are in a stream that is named after the account and the region', () => {
    expect(retentionRules.stream({ ownerId: '111122223333', region: 'us-east-1' })).toBe(
      'retention-111122223333-us-east-1',
    );
  });

  it('are each as they were made and changed last', () => {
    const { state } = given(ruleCreated(), ruleCreated({ ruleId: other }), ruleChanged({ description: 'x' }));
    expect([...state.rules.keys()]).toEqual([RULE, other]);
    expect(state.rules.get(RULE)).toMatchObject({ description: 'x', creationDate: recordedAtOf(0) });
  });
});
