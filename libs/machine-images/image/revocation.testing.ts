import type { StandingCascade } from './cascade';
import type { AnnounceRevocation, FollowCascade, ReinstateImage, RevokeImage } from './commands';
import type { ImageEvent, ImageRevokedData } from './events';
import { IMAGE, owner, TODAY } from './image-data.testing';
import type { RevocationCause } from './revocations';

/** Something that the image came of. */
export const ANCESTOR = 'ami-00000000000000009';

// What happened

export const byHand: RevocationCause = { kind: 'by-hand' };
export const byCascade = (cascadeId: string): RevocationCause => ({ kind: 'cascade', cascadeId });
export const inherited = (cascadeId: string): RevocationCause => ({
  ...{ kind: 'cascade', cascadeId },
  inheritedFrom: ANCESTOR,
});
type Further = Omit<Partial<ImageRevokedData>, 'imageId' | 'cause'>;
export const imageRevoked = (cause: RevocationCause = byHand, how: Further = {}): ImageEvent => ({
  type: 'ImageRevoked',
  data: { imageId: IMAGE, cause, ...how },
});
/** A cascade that begins at it. */
export const cascadeBegun = (cascadeId: string, how: Further = {}): ImageEvent =>
  imageRevoked(byCascade(cascadeId), { descendants: 'account', ...how });
export const imageReinstated = (cause: RevocationCause = byHand, how: Further = {}): ImageEvent => ({
  type: 'ImageReinstated',
  data: { imageId: IMAGE, cause, ...how },
});
export const revocationScheduled = (
  revokeAt: Date,
  cause: RevocationCause = byHand,
  how: Further = {},
): ImageEvent => ({
  type: 'ImageRevocationScheduled',
  data: { imageId: IMAGE, cause, revokeAt: revokeAt.toISOString(), ...how },
});
export const revocationCancelled: ImageEvent = {
  type: 'ImageRevocationCancelled',
  data: { imageId: IMAGE },
};
export const ancestorRevoked = (cascadeId: string): ImageEvent => ({
  type: 'ImageAncestorRevoked',
  data: { imageId: IMAGE, cascadeId },
});
export const ancestorReinstated = (cascadeId: string): ImageEvent => ({
  type: 'ImageAncestorReinstated',
  data: { imageId: IMAGE, cascadeId },
});

// What is asked for

export const revokeImage = (how: Partial<Omit<RevokeImage, 'type' | 'imageId'>> = {}): RevokeImage => ({
  type: 'RevokeImage',
  imageId: IMAGE,
  by: owner,
  at: TODAY,
  ...how,
});
/** What was asked for by hand, or a cascade that began at it. */
export const reinstateImage = (
  how: Partial<Omit<ReinstateImage, 'type' | 'imageId'>> = {},
): ReinstateImage => ({
  type: 'ReinstateImage',
  imageId: IMAGE,
  by: owner,
  at: TODAY,
  ...how,
});
/** What was decided of a cascade at an ancestor of its, and what is the case there. */
export const followCascade = (
  cascadeId: string,
  revoked: boolean,
  standing?: Partial<StandingCascade> | false,
): FollowCascade => ({
  type: 'FollowCascade',
  ...{ imageId: IMAGE, cascadeId, beganAt: ANCESTOR, revoked },
  ...(standing === false || (standing === undefined && !revoked)
    ? {}
    : { standing: { ownerId: owner.account, descendants: 'account', channels: 'move', ...standing } }),
});
export const announceRevocation = (at: Date): AnnounceRevocation => ({
  type: 'AnnounceRevocation',
  imageId: IMAGE,
  at,
});
