import { askedIn } from '../instances/asked-for';

/** Why what runs is not what was asked for, or should not run at all. */
export const DRIFT_REASONS = [
  'revoked',
  'behind',
  'ahead',
  'not-in-family',
  'unknown-image',
  'channel-points-at-none',
] as const;
export type DriftReason = (typeof DRIFT_REASONS)[number];

/** Instances that were asked to run the same, and run the same. */
export interface DriftGroup {
  readonly askedFor: string;
  /** Empty where nobody knows which image the root volume is from. */
  readonly imageId: string;
  readonly isRevoked: boolean;
  /** What runs, as a version of the family that was asked for. */
  readonly runsVersion: number | null;
  /** What the channel says now, or the version that was asked for. */
  readonly wantedVersion: number | null;
  readonly wantedImageId: string | null;
  readonly isWantedRevoked: boolean;
  /** Of the family that was asked for or, where an image was, of one that the image is in. */
  readonly familyOwnerId: string | null;
  readonly familyName: string | null;
  readonly latestImageId: string | null;
}

/** Empty where there is no drift. */
export function driftOf(group: DriftGroup): readonly DriftReason[] {
  const apart = apartness(group);
  return [...(group.isRevoked ? (['revoked'] as const) : []), ...(apart === undefined ? [] : [apart])];
}

function apartness(group: DriftGroup): DriftReason | undefined {
  const { imageId, runsVersion, wantedVersion, wantedImageId } = group;
  const asked = askedIn(group.askedFor);
  if (asked === undefined || imageId === wantedImageId) return undefined;
  if (wantedVersion === null) return asked.channel === undefined ? undefined : 'channel-points-at-none';
  if (imageId === '') return 'unknown-image';
  if (runsVersion === null) return 'not-in-family';
  return runsVersion < wantedVersion ? 'behind' : 'ahead';
}

/**
 * What an account may know that does not own the family: of images that it may launch, all of it; of others, nothing,
 * not that a channel points at them.
 */
export function seenBy(account: string, visible: ReadonlySet<string>, group: DriftGroup): DriftGroup {
  const { askedFor, familyOwnerId, wantedImageId, imageId } = group;
  const isRevoked = group.isRevoked && visible.has(imageId);
  if (familyOwnerId === account) return { ...group, isRevoked };
  const family = askedFor === '' ? { familyOwnerId: null, familyName: null, latestImageId: null } : {};
  if (wantedImageId !== null && visible.has(wantedImageId)) return { ...group, isRevoked, ...family };
  // As if it ran what it was asked to.
  return { ...group, isRevoked, ...family, wantedVersion: null, wantedImageId: imageId };
}
