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
  return (
    isVisible(scene, image) &&
    (isOwn || !isDeprecated(image, scene.at)) &&
    isInState(image, filters) &&
    passes(scene, image, filters) &&
    isExecutable(scene, image, filters)
  );
}

function isInState(image: ModelImage, { state, retained }: Filters): boolean {
  const wanted = state ?? (retained === true ? 'deregistered' : undefined);
  return wanted === undefined ? image.state !== 'deregistered' : image.state === wanted;
}

function passes(scene: Scene, image: ModelImage, filters: Filters): boolean {
  const found = {
    ownerId: image.ownerId,
    visibility: visibilityOf(image),
    deprecated: isDeprecated(image, scene.at),
    revoked: image.revocation !== null,
    retained: (image.deregistered?.until ?? -Infinity) > scene.at,
  };
  const wanted: Readonly<Record<string, unknown>> = { ...filters };
  return (
    Object.entries(found).every(([key, value]) => wanted[key] === undefined || wanted[key] === value) &&
    (filters.name === undefined || matches(filters.name, image.name)) &&
    Object.entries(filters.tags ?? {}).every(([key, value]) => image.tags[key] === value)
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

export function shownImage(scene: Scene, image: ModelImage): unknown {
  const { revocation } = image;
  return {
    imageId: image.imageId,
    ownerId: image.ownerId,
    region: REGION,
    name: image.name,
    description: image.description ?? undefined,
    state: image.state,
    visibility: visibilityOf(image),
    public: isPublic(image),
    ...shownTimes(image, scene.at),
    deregistrationProtection: image.protection,
    revoked: revocation !== null,
    revocations: revocation === null ? undefined : [shownRevocation(revocation)],
    origin: { kind: 'snapshots' },
    rootDeviceType: 'ebs',
    ...contentOf(image.imageId),
    ...shownToOwners(scene, image),
    revision: image.revision,
    imageAllowed: shownAllowance(scene, image),
  };
}

const shownTimes = (image: ModelImage, at: number) => ({
  creationDate: time(image.created),
  deregistrationTime: time(image.deregistered?.at),
  retainedUntil: time(image.deregistered?.until),
  retentionRuleId: image.deregistered?.ruleId ?? undefined,
  deprecationTime: time(deprecationOf(image)),
  deprecated: isDeprecated(image, at),
  cooldownEndTime: at < (image.cooldownEnd ?? -Infinity) ? time(image.cooldownEnd) : undefined,
});

function shownToOwners({ viewer }: Scene, { ownerId, tags, scheduled }: ModelImage): object {
  if (!viewer.mayReadAll && ownerId !== viewer.account) return {};
  return { tags, scheduledRevocation: scheduled === null ? undefined : shownSchedule(scheduled) };
}

function shownAllowance({ viewer, then, at }: Scene, image: ModelImage): boolean | undefined {
  const { state, criteria } = settingsOf(then, viewer.account).allowed;
  return state === 'audit-mode' ? isAllowed(criteria, image, viewer.account, at) : undefined;
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
