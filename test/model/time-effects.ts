import { letsLaunch, type ModelCriterion, type ModelImage, type World } from './world';

const DAY = 86_400_000;

export const isPublic = ({ grants }: ModelImage): boolean => 'all' in grants;

/** What is public is deprecated two years after it was made, or when it was asked for, if that is earlier. */
export function deprecationOf(image: ModelImage): number | null {
  if (!isPublic(image)) return image.deprecateAt;
  const last = new Date(image.created);
  last.setUTCFullYear(last.getUTCFullYear() + 2);
  return Math.min(last.getTime(), image.deprecateAt ?? Infinity);
}

export const isDeprecated = (image: ModelImage, at: number): boolean =>
  (deprecationOf(image) ?? Infinity) <= at;

/** Times at which something takes effect by itself. */
export const effectsOf = ({ images }: World): readonly number[] =>
  Object.values(images)
    .flatMap((image) => [
      deprecationOf(image),
      image.deprecateAt,
      image.cooldownEnd,
      image.deregistered?.until,
      image.scheduled?.since,
      ...Object.values(image.grants).map(({ expires }) => expires),
    ])
    .filter((time) => typeof time === 'number');

/** What is said of the account in launch permissions: the closer, the earlier. */
export function namesOf({ members }: World, account: string): readonly string[] {
  const member = members[account];
  if (member === undefined) return [account, 'all'];
  const { organization, units } = member;
  return [account, ...units.map((unit) => `${organization}/${unit}`).reverse(), organization, 'all'];
}

export const isShared = (world: World, { grants }: ModelImage, account: string): boolean =>
  namesOf(world, account).some((name) => holds(grants, name));

export const holds = (grants: ModelImage['grants'], name: string): boolean => {
  const grant = grants[name];
  return grant !== undefined && letsLaunch(grant);
};

/** For others than the owner to see. */
export const isOpenTo = (world: World, image: ModelImage, account: string): boolean =>
  image.state === 'available' && isShared(world, image, account);

export const isAllowed = (
  criteria: readonly ModelCriterion[],
  image: ModelImage,
  account: string,
  at: number,
): boolean => image.ownerId === account || criteria.some((criterion) => meets(criterion, image, at));

function meets(criterion: ModelCriterion, image: ModelImage, at: number): boolean {
  const { imageProviders = [image.ownerId], imageNames = ['*'] } = criterion;
  return (
    imageProviders.includes(image.ownerId) &&
    imageNames.some((pattern) => matches(pattern, image.name)) &&
    isFresh(criterion, image, at)
  );
}

function isFresh(
  { creationDateCondition: created, deprecationTimeCondition: deprecated }: ModelCriterion,
  image: ModelImage,
  at: number,
): boolean {
  return (
    at - image.created <= daysOf(created?.maximumDaysSinceCreated) &&
    at - (deprecationOf(image) ?? Infinity) < daysOf(deprecated?.maximumDaysSinceDeprecated)
  );
}

const daysOf = (days = Infinity): number => days * DAY;

/** `*` is any text, `?` any letter. */
export const matches = (pattern: string, name: string): boolean =>
  new RegExp(
    `^${pattern
      .replaceAll(/[^*?]+/g, literally)
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    's',
  ).test(name);

const literally = (text: string): string => text.replaceAll(/[\\^$.+()[\]{}|]/g, '\\$&');
