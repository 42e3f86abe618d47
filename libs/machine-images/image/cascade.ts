import type { FollowCascade } from './commands';
import type { ImageEvent } from './events';
import {
  causeKey,
  holds,
  type CascadeScope,
  type ChannelsOfRevoked,
  type RevocationCause,
} from './revocations';
import type { ExistingImage, ImageState } from './state';

/** A cascade as the image says that it began at. */
export interface StandingCascade {
  readonly ownerId: string;
  readonly descendants: CascadeScope;
  readonly channels: ChannelsOfRevoked;
}

/** Undefined where it did not begin, or was undone. */
export function standingCascade(began: ImageState, cascadeId: string): StandingCascade | undefined {
  if (began.kind === 'unknown') return undefined;
  const found = began.revocations.find(({ cause }) => causeKey(cause) === cascadeId);
  if (found?.descendants === undefined) return undefined;
  const { descendants, channels } = found;
  return { ownerId: began.created.ownerId, descendants, channels };
}

/**
 * What came of an image follows a cascade that began at it, and its undoing. What was decided there may be over by the
 * time that somebody follows: then nothing happens here, and whoever reads the later decision sees to it.
 */
export function followCascade(command: FollowCascade, image: ExistingImage): readonly ImageEvent[] {
  const { imageId, beganAt, revoked, standing } = command;
  if (imageId === beganAt || revoked !== (standing !== undefined)) return [];
  return standing === undefined ? letGo(command, image) : inherit(command, standing, image);
}

function inherit(
  { imageId, cascadeId, beganAt }: FollowCascade,
  standing: StandingCascade,
  image: ExistingImage,
): readonly ImageEvent[] {
  const cause: RevocationCause = { kind: 'cascade', cascadeId, inheritedFrom: beganAt };
  if (holds(image.revocations, cause) || image.revokedAncestors.includes(cascadeId)) return [];
  if (!covers(standing, image.created.ownerId))
    return [{ type: 'ImageAncestorRevoked', data: { imageId, cascadeId } }];
  const kept = standing.channels === 'keep' ? { channels: standing.channels } : {};
  return [{ type: 'ImageRevoked', data: { imageId, cause, ...kept } }];
}

function letGo(
  { imageId, cascadeId, beganAt }: FollowCascade,
  { revocations, revokedAncestors }: ExistingImage,
): readonly ImageEvent[] {
  const cause: RevocationCause = { kind: 'cascade', cascadeId, inheritedFrom: beganAt };
  if (holds(revocations, cause)) return [{ type: 'ImageReinstated', data: { imageId, cause } }];
  return revokedAncestors.includes(cascadeId)
    ? [{ type: 'ImageAncestorReinstated', data: { imageId, cascadeId } }]
    : [];
}

/** The images of other accounts are not overruled, unless by a platform administrator. */
export const covers = (cascade: Pick<StandingCascade, 'ownerId' | 'descendants'>, ownerId: string): boolean =>
  cascade.descendants === 'all-accounts' || cascade.ownerId === ownerId;
