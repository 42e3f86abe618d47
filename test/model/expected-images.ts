import type { Scene } from './expected';
import type { Filters } from './questions';
import { contentOf, REGION } from './requests';
import { deprecationOf, isAllowed, isDeprecated, isOpenTo, isPublic, matches, namesOf } from './time-effects';
import { settingsOf, type ModelImage, type ModelRevocation } from './world';

/** Of the past, others see what was open to them then and is now. */
export function isVisible({ viewer, then, now, isPast }: Scene, image: ModelImage): boolean {
  const { account, mayReadAll } = viewer;
  if (mayReadAll || image.ownerId === account) return true;
  const today = now.images[image.imageId];
  return (
    isOpenTo(then, image, account) && (!isPast || (today !== undefined && isOpenTo(now, today, account)))
  );
}

/** What is deprecated is in no list of others; what is deregistered is in none that does not ask for it. */
export function isListed(scene: Scene, image: ModelImage, filters: Filters): boolean {
  const { account, mayReadAll } = scene.viewer;
  const isOwn = mayReadAll || image.ownerId === account;
  if (!isVisible(scene, image) || (!isOwn && isDeprecated(image, scene.at))) return false;
  const wantsGone =
    filters.state === 'deregistered' || (filters.retained === true && filters.state === undefined);
  if (image.state === 'deregistered' && !wantsGone) return false;
  return passes(scene, image, filters) && isExecutable(scene, image, filters);
}

function passes(scene: Scene, image: ModelImage, filters: Filters): boolean {
  const states = filters.state ?? (filters.retained === true ? 'deregistered' : image.state);
  const found = {
    ownerId: image.ownerId,
    visibility: visibilityOf(image),
    state: image.state,
    deprecated: isDeprecated(image, scene.at),
    revoked: image.revocation !== null,
    retained: (image.deregistered?.until ?? -Infinity) > scene.at,
  };
  const wanted = { ...filters, state: states };
  const isAsWanted = Object.entries(found).every(
    ([key, value]) =>
      (wanted as Record<string, unknown>)[key] === undefined ||
      Object.is(value, (wanted as Record<string, unknown>)[key]),
  );
  const tags = Object.entries(filters.tags ?? {});
  return (
    isAsWanted &&
    (filters.name === undefined || matches(filters.name, image.name)) &&
    tags.every(([key, value]) => image.tags[key] === value)
  );
}

/** With whom else it is shared is for the owner to know. */
function isExecutable(
  { viewer: { account, mayReadAll }, then }: Scene,
  image: ModelImage,
  { executableBy }: Filters,
): boolean {
  if (executableBy === undefined) return true;
  if (executableBy === 'all') return isPublic(image);
  if (executableBy === 'self' || executableBy === account)
    return namesOf(then, account).some((name) => name !== 'all' && name in image.grants);
  return executableBy in image.grants && (mayReadAll || image.ownerId === account);
}

/** Whether it is among what the viewer allows itself. */
export function isKept({ viewer, then, at }: Scene, image: ModelImage): boolean {
  const { state, criteria } = settingsOf(then, viewer.account).allowed;
  return state !== 'enabled' || viewer.mayReadAll || isAllowed(criteria, image, viewer.account, at);
}

const visibilityOf = (image: ModelImage): string => {
  if (isPublic(image)) return 'public';
  return Object.keys(image.grants).length > 0 ? 'shared' : 'private';
};

const time = (at: number | null | undefined): Date | undefined =>
  at === null || at === undefined ? undefined : new Date(at);

export function shownImage({ viewer, then, at }: Scene, image: ModelImage): unknown {
  const { account, mayReadAll } = viewer;
  const { state, criteria } = settingsOf(then, account).allowed;
  const { revocation, scheduled, cooldownEnd, deregistered } = image;
  const isOwners = mayReadAll || image.ownerId === account;
  return {
    imageId: image.imageId,
    ownerId: image.ownerId,
    region: REGION,
    name: image.name,
    description: image.description ?? undefined,
    state: image.state,
    visibility: visibilityOf(image),
    public: isPublic(image),
    creationDate: time(image.created),
    deregistrationTime: time(deregistered?.at),
    retainedUntil: time(deregistered?.until),
    retentionRuleId: deregistered?.ruleId ?? undefined,
    deprecationTime: time(deprecationOf(image)),
    deprecated: isDeprecated(image, at),
    deregistrationProtection: image.protection,
    cooldownEndTime: cooldownEnd !== null && at < cooldownEnd ? time(cooldownEnd) : undefined,
    revoked: revocation !== null,
    revocations: revocation === null ? undefined : [shownRevocation(revocation)],
    origin: { kind: 'snapshots' },
    rootDeviceType: 'ebs',
    ...contentOf(image.imageId),
    tags: isOwners ? image.tags : undefined,
    scheduledRevocation: isOwners && scheduled !== null ? shownSchedule(scheduled) : undefined,
    revision: image.revision,
    imageAllowed: state === 'audit-mode' ? isAllowed(criteria, image, account, at) : undefined,
  };
}

const shownRevocation = ({ since, reason }: ModelRevocation) => ({
  cause: { kind: 'by-hand' },
  since: new Date(since),
  reason: reason ?? undefined,
});

const shownSchedule = ({ since, reason }: ModelRevocation) => ({
  cause: { kind: 'by-hand' },
  revokeAt: new Date(since),
  reason: reason ?? undefined,
});
