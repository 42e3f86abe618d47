import type { Role } from '#access';
import type { Actor } from '#event-sourcing';

/** Who calls, after authentication. */
export interface Caller {
  /** The account the call is made for: the caller's own, or the one an administrator named in `Ledger-Account`. */
  readonly account: string;
  readonly roles: readonly Role[];
  readonly administrator: boolean;
  /** Sees every account's images, permissions and trail. */
  readonly mayReadAll: boolean;
  /** What events say about the caller: the account is the caller's own, whoever it acts for. */
  readonly actor: Actor;
}
