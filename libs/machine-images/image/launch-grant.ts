import { principalKey, type LaunchPrincipal } from './launch-principal';
import type { PersistentMap } from './persistent-map';

interface Terms {
  /** It may launch until then, and not at that time any more; for good, where nothing is said. */
  readonly expiresAt?: Date | undefined;
  /** An account may launch it once it has accepted. */
  readonly requiresAcceptance?: boolean | undefined;
}

/** What a principal is given, as it is asked for. */
export type GrantWish = LaunchPrincipal & Terms;

export interface LaunchGrant {
  readonly principal: LaunchPrincipal;
  readonly expiresAt?: Date;
  readonly requiresAcceptance?: true;
}

/** What waits for the acceptance of an account, or was rejected by it. */
export interface LaunchOffer extends LaunchGrant {
  readonly isRejected: boolean;
}

/** One per principal, by `principalKey`. */
export type LaunchGrants = PersistentMap<string, LaunchGrant>;

export function grantOf({ expiresAt, requiresAcceptance, ...principal }: GrantWish): LaunchGrant {
  return {
    principal,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(requiresAcceptance === true ? { requiresAcceptance } : {}),
  };
}

/** As events have it. */
export const endIn = ({ expiresAt }: LaunchGrant): { readonly expiresAt?: string } =>
  expiresAt === undefined ? {} : { expiresAt: expiresAt.toISOString() };

export const wishOf = ({ principal, ...terms }: LaunchGrant): GrantWish => ({ ...principal, ...terms });

/** A grant ends by itself when its time has come, whether or not that was announced. */
export const isOver = ({ expiresAt }: LaunchGrant, at: Date): boolean =>
  expiresAt !== undefined && expiresAt <= at;

export const hasSameTerms = (one: LaunchGrant, other: LaunchGrant): boolean =>
  one.expiresAt?.getTime() === other.expiresAt?.getTime() &&
  one.requiresAcceptance === other.requiresAcceptance;

/** For an order that does not depend on who came first. */
export const byPrincipal = ({ principal: one }: LaunchGrant, { principal: other }: LaunchGrant): number =>
  principalKey(one) < principalKey(other) ? -1 : 1;
