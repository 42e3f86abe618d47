import { Type } from 'typebox';
import type { Outcome } from '#event-sourcing';
import {
  ruleIn,
  type RetentionRule as Rule,
  type RetentionRuleEvent,
  type RetentionRules,
} from '#machine-images';
import { nameSchema } from '../http/named-schemas';
import type { Reply } from '../http/reply';
import type { WriteRequest } from '../http/write-request';
import { written } from '../http/written';
import { AccountId, OwnerFilter, Time } from './fields';
import { present } from './present';

export type RetentionRuleOutcome = Outcome<RetentionRules, RetentionRuleEvent>;

const ResourceType = Type.Enum(['image']);

const RetentionPeriod = Type.Object(
  { unit: Type.Enum(['days']), value: Type.Integer({ minimum: 1, maximum: 365 }) },
  { additionalProperties: false },
);

const ResourceTags = Type.Array(
  Type.Object(
    {
      key: Type.String({ minLength: 1, maxLength: 127 }),
      value: Type.Optional(Type.String({ maxLength: 256, description: 'Any value, when there is none.' })),
    },
    { additionalProperties: false },
  ),
  {
    maxItems: 50,
    description: 'Images that have one of these tags or more; all images, when there are none.',
  },
);

const Description = Type.String({ maxLength: 255 });

/** What a rule says, as in the Recycle Bin’s actions CreateRule and UpdateRule. */
export const ruleFields = {
  resourceType: ResourceType,
  retentionPeriod: RetentionPeriod,
  resourceTags: Type.Optional(ResourceTags),
  description: Type.Optional(Description),
};

export const RetentionRule = nameSchema(
  'RetentionRule',
  Type.Object({
    ruleId: Type.String({ examples: ['rule-0123456789abcdef0'] }),
    ownerId: AccountId,
    region: Type.String(),
    resourceType: ResourceType,
    retentionPeriod: RetentionPeriod,
    resourceTags: ResourceTags,
    description: Type.Optional(Description),
    creationDate: Time,
  }),
);

export const RetentionRuleParams = Type.Object({ ruleId: Type.String({ maxLength: 64 }) });

/** Auditors and administrators may ask about the rules of another account. */
export const RetentionRuleOwner = Type.Optional(OwnerFilter);

export const presentRule = ({ description, ...rule }: Rule): object =>
  present({ ...rule, description: description === '' ? undefined : description });

/** The answer to a write of a rule; its ETag is the revision of all rules of the account in the region. */
export const writtenRule = (
  ruleId: string,
  write: WriteRequest,
  outcome: RetentionRuleOutcome,
): Promise<Reply<object>> =>
  written(write, outcome, { answerOf: (state) => presentRule(ruleIn(state, ruleId)) });
