import type { Membership } from './organization/membership';

/** An account, and where it stands in an organization, for those whom it matters to. */
export interface Standing {
  readonly account: string;
  /** Read for one decision, and not before it was asked for. */
  readonly membership?: Membership | undefined;
}

/** In whose name a command is given. */
export interface Principal extends Standing {
  /** A platform administrator may do what the owner may. */
  readonly administrator: boolean;
}
