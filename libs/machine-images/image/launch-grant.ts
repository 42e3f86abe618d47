import { principalKey, type LaunchPrincipal } from './launch-principal';
import type { PersistentMap } from './persistent-map';

interface Terms {
  /** It may launch until then, and not at that time any more; for good, where nothing is said. */
  readonly expiresAt?: Date | undefined;
}

/** What a principal is given, as it is asked for. */
export type GrantWish = LaunchPrincipal & Terms;

export interface LaunchGrant {
  readonly principal: LaunchPrincipal;
  readonly expiresAt?: Date;
}

/** One per principal, by `principalKey`. */
export type LaunchGrants = PersistentMap<string, LaunchGrant>;

export function grantOf({ expiresAt, ...principal }: GrantWish): LaunchGrant {
  return { principal, ...(expiresAt === undefined ? {} : { expiresAt }) };
}

export const wishOf = ({ principal, ...terms }: LaunchGrant): GrantWish => ({ ...principal, ...terms });

/** A grant ends by itself when its time has come, whether or not that was announced. */
export const isOver = ({ expiresAt }: LaunchGrant, at: Date): boolean =>
  expiresAt !== undefined && expiresAt <= at;

export const hasSameTerms = (one: LaunchGrant, other: LaunchGrant): boolean =>
  one.expiresAt?.getTime() === other.expiresAt?.getTime();

/** For an order that does not depend on who came first. */
export const byPrincipal = ({ principal: one }: LaunchGrant, { principal: other }: LaunchGrant): number =>
  principalKey(one) < principalKey(other) ? -1 : 1;
