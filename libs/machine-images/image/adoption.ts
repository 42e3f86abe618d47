import { refuseOtherPlace, tagEvents, unlessTooEarly, type Observed } from '../adoption/observed';
import type { AdoptImage, ObserveLaunchPermissions } from './commands';
import { deprecationTimeOf, minuteOf } from './deprecation';
import type { DeregistrationProtection } from './deregistration-protection';
import { UnknownImage } from './errors';
import type { ImageAdoptedData, ImageEvent } from './events';
import { byPrincipal, grantOf, type LaunchGrant } from './launch-grant';
import { principalKey, type LaunchPrincipal } from './launch-principal';
import { imageAt, type ExistingImage, type ImageLifecycle, type ImageState } from './state';

/** What an observation shows of an image: what it is, and what may change of it. */
export interface ObservedImage extends ImageAdoptedData {
  /** Says nothing about accounts that it is shared with. Absent where nothing was said. */
  readonly isPublic?: boolean;
  /** RFC 3339. */
  readonly deprecationTime?: string;
  /** Absent where nothing was said. */
  readonly deregistrationProtection?: DeregistrationProtection;
}

const EVERYBODY: LaunchPrincipal = { group: 'all' };

/** Throws ObservedOtherwise, ObservedTooEarly. */
export function adopt(
  { imageId, observed, adoptionId }: AdoptImage,
  recorded: ImageState,
): readonly ImageEvent[] {
  const { facts, observedAt } = observed;
  const state = imageAt(recorded, observedAt);
  if (state.kind === 'unknown') return adopted(facts);
  refuseOtherPlace(imageId, state.created, facts);
  const events = [
    ...lifecycleEvents(facts, state, adoptionId),
    ...descriptionEvents(facts, state),
    ...tagEvents<ImageEvent, ImageEvent>(state.tags, facts.tags, {
      tagged: (tags) => ({ type: 'ImageTagged', data: { imageId, tags } }),
      untagged: (keys) => ({ type: 'ImageUntagged', data: { imageId, keys } }),
    }),
    ...deprecationEvents(facts, state),
    ...protectionEvents(facts, state),
    ...publicEvents(facts, state),
  ];
  return unlessTooEarly(events, imageId, observed, state.changedAt);
}

/** Exactly these may launch it, besides its owner. Throws UnknownImage, ObservedTooEarly. */
export function observeLaunchPermissions(
  { imageId, observed }: ObserveLaunchPermissions,
  recorded: ImageState,
): readonly ImageEvent[] {
  const state = imageAt(recorded, observed.observedAt);
  if (state.kind === 'unknown') throw new UnknownImage(imageId);
  const seen = new Map(observed.facts.map((principal) => [principalKey(principal), grantOf(principal)]));
  const { launchPermissions } = state;
  const given = [...seen].filter(([key]) => !launchPermissions.has(key)).map(([, grant]) => grant);
  const gone = launchPermissions.values().filter(({ principal }) => !seen.has(principalKey(principal)));
  const events = [
    ...inOrder(given).map(({ principal }) => granted(imageId, principal)),
    ...inOrder(gone).map(({ principal }) => revoked(imageId, principal)),
  ];
  return unlessTooEarly(events, imageId, observed, state.changedAt);
}

const inOrder = (grants: readonly LaunchGrant[]): readonly LaunchGrant[] => [...grants].sort(byPrincipal);

/** What the model has no event for: an image that was there is not being made. */
export const isKept = ({ facts }: Observed<ObservedImage>, state: ImageState): boolean =>
  state.kind === 'unknown' || facts.state !== 'pending' || state.lifecycle === 'pending';

/** The whole of it is one append. */
function adopted({
  isPublic,
  deprecationTime,
  deregistrationProtection = 'disabled',
  ...data
}: ObservedImage): readonly ImageEvent[] {
  const { imageId } = data;
  return [
    { type: 'ImageAdopted', data },
    ...(deprecationTime === undefined ? [] : [scheduled(imageId, toTheMinute(deprecationTime))]),
    ...(deregistrationProtection === 'disabled' ? [] : [protectedAs(imageId, deregistrationProtection)]),
    ...(isPublic === true ? [granted(imageId, EVERYBODY)] : []),
  ];
}

type Changes = (facts: ObservedImage, image: ExistingImage) => readonly ImageEvent[];

/** What happened, if it is not known how: the event that leads there. */
function lifecycleEvents(
  { imageId, state, cause = 'observed as failed' }: ObservedImage,
  { lifecycle }: ExistingImage,
  restorationId: string,
): readonly ImageEvent[] {
  if (lifecycle === state) return [];
  switch (state) {
    case 'pending':
      return [];
    case 'available':
      if (lifecycle === 'deregistered') return [restored(imageId, restorationId, state)];
      return lifecycle === 'disabled'
        ? [{ type: 'ImageEnabled', data: { imageId } }]
        : [{ type: 'ImageBecameAvailable', data: { imageId } }];
    case 'disabled':
      return lifecycle === 'deregistered'
        ? [restored(imageId, restorationId, state)]
        : [{ type: 'ImageDisabled', data: { imageId } }];
    case 'failed': {
      const failed: ImageEvent = { type: 'ImageCreationFailed', data: { imageId, cause } };
      return lifecycle === 'deregistered'
        ? [restored(imageId, restorationId, 'available'), failed]
        : [failed];
    }
    case 'deregistered':
      return [{ type: 'ImageDeregistered', data: { imageId, deleteAssociatedSnapshots: false } }];
  }
}

const descriptionEvents: Changes = ({ imageId, description = '' }, image) =>
  description === (image.description ?? '')
    ? []
    : [{ type: 'ImageDescribed', data: { imageId, description } }];

/** What is public is deprecated in the end by itself: that this is seen is no change. */
const deprecationEvents: Changes = ({ imageId, deprecationTime: seen }, image) => {
  const { deprecateAt, replacement } = image;
  if (seen === undefined)
    return deprecateAt === undefined ? [] : [{ type: 'ImageDeprecationCancelled', data: { imageId } }];
  const isPublic = image.launchPermissions.has('all');
  const deprecationTime = toTheMinute(seen);
  const times = [deprecateAt, deprecationTimeOf({ ...image, isPublic })];
  return times.some((time) => time !== undefined && minuteOf(time).toISOString() === deprecationTime)
    ? []
    : [scheduled(imageId, deprecationTime, replacement)];
};

const protectionEvents: Changes = ({ imageId, deregistrationProtection: observed }, image) => {
  if (observed === undefined || observed === image.deregistrationProtection) return [];
  return [protectedAs(imageId, observed)];
};

const publicEvents: Changes = ({ imageId, isPublic }, { launchPermissions }) => {
  if (isPublic === undefined || isPublic === launchPermissions.has('all')) return [];
  return [isPublic ? granted(imageId, EVERYBODY) : revoked(imageId, EVERYBODY)];
};

const granted = (imageId: string, principal: LaunchPrincipal): ImageEvent => ({
  type: 'LaunchPermissionGranted',
  data: { imageId, principal },
});

const revoked = (imageId: string, principal: LaunchPrincipal): ImageEvent => ({
  type: 'LaunchPermissionRevoked',
  data: { imageId, principal },
});

/** As EC2 keeps it. */
const toTheMinute = (time: string): string => minuteOf(new Date(time)).toISOString();

/** What takes its place was not seen, and has not changed. */
const scheduled = (imageId: string, deprecateAt: string, replacement?: string): ImageEvent => ({
  type: 'ImageDeprecationScheduled',
  data: { imageId, deprecateAt, ...(replacement === undefined ? {} : { replacement }) },
});

const protectedAs = (imageId: string, protection: DeregistrationProtection): ImageEvent =>
  protection === 'disabled'
    ? { type: 'DeregistrationProtectionDisabled', data: { imageId } }
    : {
        type: 'DeregistrationProtectionEnabled',
        data: { imageId, withCooldown: protection === 'enabled-with-cooldown' },
      };

/** Out of the Recycle Bin: nothing else brings back what was deregistered. */
const restored = (
  imageId: string,
  restorationId: string,
  state: Extract<ImageLifecycle, 'available' | 'disabled'>,
): ImageEvent => ({ type: 'ImageRestored', data: { imageId, restorationId, state } });
