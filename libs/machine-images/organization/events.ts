import { EventType, EventTypes, type EventIn } from '#event-sourcing';

/** Units are paths from the top, `ou-…/ou-…`; none at all is the organization itself. */
export interface AccountJoinedData {
  readonly organizationId: string;
  readonly account: string;
  readonly unit?: string;
}

export const accountJoined = EventType.named('AccountJoined').as<AccountJoinedData>();
export const accountMoved = EventType.named('AccountMoved').as<{
  readonly organizationId: string;
  readonly account: string;
  readonly from?: string;
  readonly to?: string;
}>();
export const accountLeft = EventType.named('AccountLeft').as<{
  readonly organizationId: string;
  readonly account: string;
  /** Where it was. */
  readonly unit?: string;
}>();

export const membershipEvents = EventTypes.of(accountJoined, accountMoved, accountLeft);
export type MembershipEvent = EventIn<typeof membershipEvents>;
