import type { ImageCriterion } from './image-criteria';
import { matchesWildcards } from './wildcards';

/** EC2: the state of the settings for Allowed AMIs. */
export type AllowedImagesState = 'disabled' | 'audit-mode' | 'enabled';

export interface AllowedImages {
  readonly state: AllowedImagesState;
  readonly imageCriteria: readonly ImageCriterion[];
}

/** What the criteria ask about an image. */
export interface JudgedImage {
  readonly ownerId: string;
  readonly name: string;
  readonly creationDate: Date;
  /** When it is deprecated, or was. */
  readonly deprecationTime: Date | undefined;
}

const DAY = 86_400_000;

/**
 * Whether an account that looks at its criteria allows itself an image at a time. Its own images are always allowed;
 * others are when one of the criteria is met, all of it. Without criteria, none is.
 */
export const isAllowed = (
  criteria: readonly ImageCriterion[],
  image: JudgedImage,
  account: string,
  at: Date,
): boolean => image.ownerId === account || criteria.some((criterion) => meets(criterion, image, at));

/** What is not named is met. `self` among the providers names nobody else: own images are allowed anyway. */
function meets(criterion: ImageCriterion, image: JudgedImage, at: Date): boolean {
  const { imageProviders, imageNames } = criterion;
  return (
    (imageProviders?.includes(image.ownerId) ?? true) &&
    (imageNames?.some((name) => matchesWildcards(name, image.name)) ?? true) &&
    isNewEnough(criterion, image, at) &&
    isNotDeprecatedTooLong(criterion, image, at)
  );
}

const isNewEnough = (
  { creationDateCondition: condition }: ImageCriterion,
  { creationDate }: JudgedImage,
  at: Date,
): boolean =>
  condition === undefined || daysBefore(at, condition.maximumDaysSinceCreated) <= creationDate.getTime();

const isNotDeprecatedTooLong = (
  { deprecationTimeCondition: condition }: ImageCriterion,
  { deprecationTime }: JudgedImage,
  at: Date,
): boolean =>
  condition === undefined ||
  deprecationTime === undefined ||
  daysBefore(at, condition.maximumDaysSinceDeprecated) < deprecationTime.getTime();

const daysBefore = (at: Date, days: number): number => at.getTime() - days * DAY;
