import type { ImageCriterion } from '#machine-images';
import { likePatternOf } from './image-filters';
import { deprecationTime } from './image-visibility';

const DAY = 86_400_000;

type Parameters = Readonly<Record<string, unknown>>;

/**
 * SQL over the alias `image` for what the account `:viewer` allows itself, which says what `isAllowed` says of one
 * image. A page is counted in what it shows, so it has to be said here too.
 */
export const allowedCondition = (criteria: readonly ImageCriterion[], asOf: Date | undefined): string =>
  ['image.owner_id = :viewer', ...criteria.map((criterion, index) => conditionOf(criterion, index, asOf))]
    .map((one) => `(${one})`)
    .join(' OR ');

export const allowedParameters = (criteria: readonly ImageCriterion[], at: Date): Parameters =>
  Object.assign({}, ...criteria.map((criterion, index) => parametersOf(criterion, index, at))) as Parameters;

const conditionOf = (criterion: ImageCriterion, index: number, asOf: Date | undefined): string =>
  [
    ...(criterion.imageProviders === undefined ? [] : [`image.owner_id = ANY(:providers${index})`]),
    ...(criterion.imageNames === undefined ? [] : [`image.name LIKE ANY(:names${index})`]),
    ...(criterion.creationDateCondition === undefined
      ? []
      : [`image.creation_date >= :createdSince${index}`]),
    ...(criterion.deprecationTimeCondition === undefined
      ? []
      : [`coalesce(${deprecationTime('image', asOf)} > :deprecatedSince${index}, true)`]),
  ].join(' AND ');

const parametersOf = (criterion: ImageCriterion, index: number, at: Date): Parameters => ({
  [`providers${index}`]: criterion.imageProviders,
  [`names${index}`]: criterion.imageNames?.map(likePatternOf),
  [`createdSince${index}`]: daysBefore(at, criterion.creationDateCondition?.maximumDaysSinceCreated),
  [`deprecatedSince${index}`]: daysBefore(at, criterion.deprecationTimeCondition?.maximumDaysSinceDeprecated),
});

/** No image is from before 1970, and no database knows a time as long ago as a criterion may say. */
const daysBefore = (at: Date, days = 0): Date => new Date(Math.max(0, at.getTime() - days * DAY));
