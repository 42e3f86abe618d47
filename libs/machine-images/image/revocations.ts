/** Why an image is revoked; it is for as long as any cause remains. */
export type RevocationCause =
  /** Somebody asked for it. */
  | { readonly kind: 'by-hand' }
  /**
   * A cascade, which is named after the request that began it: an image was revoked with all that came of it. Where it
   * began elsewhere, that image is named.
   */
  | { readonly kind: 'cascade'; readonly cascadeId: string; readonly inheritedFrom?: string };

/** What becomes of the channels that point at a revoked image: they go back to their last good version, or stay. */
export type ChannelsOfRevoked = 'move' | 'keep';

/** Whose images a cascade revokes of all that came of an image: those of its own account, or everybody's. */
export type CascadeScope = 'account' | 'all-accounts';

export interface Revocation {
  readonly cause: RevocationCause;
  readonly since: Date;
  readonly channels: ChannelsOfRevoked;
  /** Where a cascade began: how far it goes. */
  readonly descendants?: CascadeScope;
}

/** It takes effect by itself when its time has come. */
export type ScheduledRevocation = Omit<Revocation, 'since'> & { readonly revokeAt: Date };

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

export const holds = (revocations: readonly WithCause[], wanted: RevocationCause): boolean =>
  revocations.some(({ cause }) => causeKey(cause) === causeKey(wanted));

export interface Revocable {
  readonly revocations: readonly Revocation[];
  readonly scheduledRevocation: ScheduledRevocation | undefined;
}

/** Why an image is revoked at a time: what is on record, and what has taken effect by itself. */
export function revocationsAt(
  { revocations, scheduledRevocation }: Revocable,
  at: Date,
): readonly Revocation[] {
  if (scheduledRevocation === undefined || scheduledRevocation.revokeAt > at) return revocations;
  const { revokeAt: since, ...revocation } = scheduledRevocation;
  return withRevocation(revocations, { ...revocation, since });
}

export const isRevokedAt = (image: Revocable, at: Date): boolean => revocationsAt(image, at).length > 0;

/** The one for which channels leave an image: they stay only where everybody who revoked it wants them to. */
export const movingRevocation = (revocations: readonly Revocation[]): Revocation | undefined =>
  revocations.find(({ channels }) => channels === 'move');
