import type { Scene } from './expected';
import type { Filters } from './questions';
import { contentOf, REGION } from './requests';
import {
  deprecationOf,
  holds,
  isAllowed,
  isDeprecated,
  isOpenTo,
  isPublic,
  isShared,
  matches,
  namesOf,
} from './time-effects';
import { letsLaunch, settingsOf, type ModelImage, type ModelRevocation } from './world';

/** Whoever is asked for acceptance sees what that is about, by its id. */
export const isVisible = (scene: Scene, image: ModelImage): boolean =>
  isOpen(scene, image) ||
  (!scene.isPast && image.state === 'available' && scene.viewer.account in image.grants);

/** Of the past, others see what was open to them then and is now. */
function isOpen({ viewer, then, now, isPast }: Scene, image: ModelImage): boolean {
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
    isOpen(scene, image) &&
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

/** With whom else it is shared is for the owner to know. Whoever sees all asks what an account could launch. */
function isExecutable(scene: Scene, image: ModelImage, { executableBy: by }: Filters): boolean {
  const { viewer, then } = scene;
  if (by === undefined) return true;
  if (by === 'all') return isPublic(image);
  if (viewer.mayReadAll && by !== 'self') return isLaunchable(scene, image, by);
  if (by === 'self' || by === viewer.account)
    return namesOf(then, viewer.account).some((name) => name !== 'all' && holds(image.grants, name));
  return holds(image.grants, by) && image.ownerId === viewer.account;
}

const isLaunchable = ({ then }: Scene, image: ModelImage, account: string): boolean =>
  image.revocation === null &&
  image.state === 'available' &&
  (image.ownerId === account || isShared(then, image, account));

/** Whether it is among what the viewer allows itself. */
export function isKept({ viewer, then, at }: Scene, image: ModelImage): boolean {
  const { state, criteria } = settingsOf(then, viewer.account).allowed;
  return state !== 'enabled' || viewer.mayReadAll || isAllowed(criteria, image, viewer.account, at);
}

const visibilityOf = (image: ModelImage): string => {
  if (isPublic(image)) return 'public';
  return Object.values(image.grants).some(letsLaunch) ? 'shared' : 'private';
};

const time = (at: number | null | undefined): Date | undefined =>
  at === null || at === undefined ? undefined : new Date(at);

export function shownImage(scene: Scene, image: ModelImage): object {
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

export function shownAllowance({ viewer, then, at }: Scene, image: ModelImage): boolean | undefined {
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
