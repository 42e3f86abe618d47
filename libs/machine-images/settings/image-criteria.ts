import { InvalidField, isAccountId } from '../identifiers';

/** Which images an account allows itself besides its own. What is named must all be true of an image. */
export interface ImageCriterion {
  /** Account ids, or `self`. */
  readonly imageProviders?: readonly string[];
  /** May hold the wildcards `*` and `?`. */
  readonly imageNames?: readonly string[];
  readonly creationDateCondition?: { readonly maximumDaysSinceCreated: number };
  /** 0: nothing that is deprecated. */
  readonly deprecationTimeCondition?: { readonly maximumDaysSinceDeprecated: number };
}

/** The limits of EC2. */
export const MAX_CRITERIA = 10;
export const MAX_IMAGE_PROVIDERS = 200;
export const MAX_IMAGE_NAMES = 50;
export const MAX_DAYS = 2_147_483_647;

const NAME_PATTERN = /^[A-Za-z0-9()[\] ./\-'@_*?]{1,128}$/;
const ROOT = '/imageCriteria';

/** Throws InvalidField. */
export function checkImageCriteria(criteria: readonly ImageCriterion[]): void {
  if (criteria.length > MAX_CRITERIA)
    throw new InvalidField(`there are at most ${MAX_CRITERIA} image criteria`, ROOT);
  criteria.forEach((criterion, index) => checkCriterion(criterion, `${ROOT}/${index}`));
}

function checkCriterion(criterion: ImageCriterion, at: string): void {
  const { imageProviders, imageNames, creationDateCondition, deprecationTimeCondition } = criterion;
  if (Object.values(criterion).every((condition) => condition === undefined))
    throw new InvalidField('a criterion that names nothing would allow every image', at);
  checkList(imageProviders, MAX_IMAGE_PROVIDERS, `${at}/imageProviders`, (provider) =>
    provider === 'self' || isAccountId(provider) ? undefined : 'a provider is an account id, or self',
  );
  checkList(imageNames, MAX_IMAGE_NAMES, `${at}/imageNames`, (name) =>
    NAME_PATTERN.test(name)
      ? undefined
      : "a name has 1 to 128 letters, digits, spaces and ()[]./-'@_, or the wildcards * and ?",
  );
  checkDays(
    creationDateCondition?.maximumDaysSinceCreated,
    `${at}/creationDateCondition/maximumDaysSinceCreated`,
  );
  checkDays(
    deprecationTimeCondition?.maximumDaysSinceDeprecated,
    `${at}/deprecationTimeCondition/maximumDaysSinceDeprecated`,
  );
}

function checkList(
  values: readonly string[] | undefined,
  most: number,
  at: string,
  complaintAbout: (value: string) => string | undefined,
): void {
  if (values === undefined) return;
  if (values.length === 0 || values.length > most)
    throw new InvalidField(`there are 1 to ${most} of them, or none is named`, at);
  values.forEach((value, index) => {
    const complaint = complaintAbout(value);
    if (complaint !== undefined) throw new InvalidField(complaint, `${at}/${index}`);
  });
}

function checkDays(days: number | undefined, at: string): void {
  if (days !== undefined && !(Number.isInteger(days) && days >= 0 && days <= MAX_DAYS))
    throw new InvalidField(`it is a number of days from 0 to ${MAX_DAYS}`, at);
}
