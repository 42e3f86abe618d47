import { EventType, EventTypes, type EventIn } from '#event-sourcing';

export interface RetentionPeriod {
  readonly unit: 'days';
  readonly value: number;
}

/** A tag that an image has to have. Without a value, any value will do. */
export interface RuleTag {
  readonly key: string;
  readonly value?: string;
}

export interface RetentionRuleContent {
  readonly resourceType: 'image';
  readonly retentionPeriod: RetentionPeriod;
  /** It is about images that have one of them or more; about all images, when there are none. */
  readonly resourceTags: readonly RuleTag[];
  readonly description?: string;
}

export interface RetentionRuleCreatedData extends RetentionRuleContent {
  readonly ruleId: string;
  readonly ownerId: string;
  readonly region: string;
}

export type RetentionRuleChanges = Partial<Omit<RetentionRuleContent, 'resourceType'>>;

export const retentionRuleCreated = EventType.named('RetentionRuleCreated').as<RetentionRuleCreatedData>();
/** Only what changed. */
export const retentionRuleChanged = EventType.named('RetentionRuleChanged').as<
  RetentionRuleChanges & { readonly ruleId: string }
>();
export const retentionRuleDeleted = EventType.named('RetentionRuleDeleted').as<{
  readonly ruleId: string;
}>();

export const retentionRuleEvents = EventTypes.of(
  retentionRuleCreated,
  retentionRuleChanged,
  retentionRuleDeleted,
);
export type RetentionRuleEvent = EventIn<typeof retentionRuleEvents>;
