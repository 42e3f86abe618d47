import type { ReinstateImage, RevokeImage } from './commands';
import type { ImageEvent } from './events';

/** Why an image is revoked; it is for as long as any cause remains. */
export type RevocationCause =
  /** Somebody asked for it. */
  | { readonly kind: 'by-hand' }
  /** Something that it descends from was revoked. */
  | { readonly kind: 'cascade'; readonly cascadeId: string };

/** What becomes of the channels that point at a revoked image: they go back to their last good version, or stay. */
export type ChannelsOfRevoked = 'move' | 'keep';

export interface Revocation {
  readonly cause: RevocationCause;
  readonly since: Date;
  readonly channels: ChannelsOfRevoked;
}

interface WithCause {
  readonly cause: RevocationCause;
}

/** One name per cause, the same for equal ones. */
export const causeKey = (cause: RevocationCause): string =>
  cause.kind === 'by-hand' ? cause.kind : cause.cascadeId;

/** A cause that is there already stays as it is. */
export const withRevocation = <R extends WithCause>(revocations: readonly R[], added: R): readonly R[] =>
  holds(revocations, added.cause) ? revocations : [...revocations, added];

export const withoutRevocation = <R extends WithCause>(
  revocations: readonly R[],
  gone: RevocationCause,
): readonly R[] => revocations.filter(({ cause }) => causeKey(cause) !== causeKey(gone));

interface Revocable {
  readonly revocations: readonly Revocation[];
}

/** Channels stay only where everybody who revoked it wants them to. */
export const channelsOf = ({ revocations }: Revocable): ChannelsOfRevoked =>
  revocations.some(({ channels }) => channels === 'move') ? 'move' : 'keep';

export function revoke(
  { imageId, cause, channels = 'move' }: RevokeImage,
  { revocations }: Revocable,
): readonly ImageEvent[] {
  if (holds(revocations, cause)) return [];
  const kept = channels === 'keep' ? { channels } : {};
  return [{ type: 'ImageRevoked', data: { imageId, cause, ...kept } }];
}

/** Takes back one cause; the image stays revoked while there are others. */
export const reinstate = (
  { imageId, cause }: ReinstateImage,
  { revocations }: Revocable,
): readonly ImageEvent[] =>
  holds(revocations, cause) ? [{ type: 'ImageReinstated', data: { imageId, cause } }] : [];

const holds = (revocations: readonly WithCause[], wanted: RevocationCause): boolean =>
  revocations.some(({ cause }) => causeKey(cause) === causeKey(wanted));
