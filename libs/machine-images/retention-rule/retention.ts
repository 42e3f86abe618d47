import type { Tags } from '../tags';
import type { RuleTag } from './events';
import type { RetentionRule } from './state';

const DAY = 86_400_000;

/** How long an image stays in the Recycle Bin, and by which rule. */
export interface Retention {
  readonly ruleId: string;
  /** RFC 3339. The image leaves the bin by itself when that time has come. */
  readonly retainedUntil: string;
}

/** Of the rules that are about an image, the one that keeps it longest; of several such, the oldest. */
export function retentionBy(rules: readonly RetentionRule[], tags: Tags, at: Date): Retention | undefined {
  const [longest] = rules
    .filter(({ resourceTags }) => isAbout(resourceTags, tags))
    .sort((one, other) => other.retentionPeriod.value - one.retentionPeriod.value);
  if (longest === undefined) return undefined;
  const { ruleId, retentionPeriod } = longest;
  return { ruleId, retainedUntil: new Date(at.getTime() + retentionPeriod.value * DAY).toISOString() };
}

const isAbout = (wanted: readonly RuleTag[], tags: Tags): boolean =>
  wanted.length === 0 ||
  wanted.some(({ key, value }) => Object.hasOwn(tags, key) && (value === undefined || tags[key] === value));
