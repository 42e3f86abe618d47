import type { Category } from '#event-sourcing';
import { InvalidField, isAccountId, isOrganizationalUnitId, isOrganizationId } from '../identifiers';
import { AccountIsInAnotherOrganization } from './errors';
import { membershipEvents, type MembershipEvent } from './events';

// Stream: one per account, because it is the account that is in one organization at most.

const stream = (account: string): string => `membership-${account}`;

// State

export interface Membership {
  readonly organizationId: string;
  /** The path of its organizational units from the top: `ou-…/ou-…`. */
  readonly unit?: string;
}

export interface MembershipState {
  readonly membership: (Membership & { readonly joinedAt: Date }) | undefined;
}

const evolve = (
  { membership }: MembershipState,
  { type, data }: MembershipEvent,
  recordedAt: Date,
): MembershipState => {
  switch (type) {
    case 'AccountJoined':
      return { membership: { ...placeIn(data.organizationId, data.unit), joinedAt: recordedAt } };
    case 'AccountMoved':
      return {
        membership: membership && {
          ...placeIn(membership.organizationId, data.to),
          joinedAt: membership.joinedAt,
        },
      };
    case 'AccountLeft':
      return { membership: undefined };
  }
};

const placeIn = (organizationId: string, unit: string | undefined): Membership => ({
  organizationId,
  ...(unit === undefined ? {} : { unit }),
});

/** The organization and all units that an account is in, as launch permissions name them: the innermost first. */
export const principalsOf = ({ organizationId, unit }: Membership): readonly string[] => [
  ...unitsOf(unit)
    .map((id) => `${organizationId}/${id}`)
    .reverse(),
  organizationId,
];

const unitsOf = (path: string | undefined): readonly string[] => (path === undefined ? [] : path.split('/'));

// Decide

/** Where the account is afterwards: it joins or moves. Without a unit it is at the top of its organization. */
export interface PlaceAccount extends Membership {
  readonly type: 'PlaceAccount';
  readonly account: string;
}

/** It is not in this organization afterwards. */
export interface RemoveAccount {
  readonly type: 'RemoveAccount';
  readonly account: string;
  readonly organizationId: string;
}

export type MembershipCommand = PlaceAccount | RemoveAccount;

/** AWS: units nest five levels deep. */
const MAX_DEPTH = 5;

const decide = (command: MembershipCommand, { membership }: MembershipState): readonly MembershipEvent[] => {
  check(command);
  switch (command.type) {
    case 'PlaceAccount':
      return place(command, membership);
    case 'RemoveAccount':
      return membership?.organizationId === command.organizationId
        ? [
            {
              type: 'AccountLeft',
              data: { ...placeIn(command.organizationId, membership.unit), account: command.account },
            },
          ]
        : [];
  }
};

function place(
  { account, organizationId, unit }: PlaceAccount,
  membership: Membership | undefined,
): readonly MembershipEvent[] {
  if (membership === undefined)
    return [{ type: 'AccountJoined', data: { ...placeIn(organizationId, unit), account } }];
  if (membership.organizationId !== organizationId)
    throw new AccountIsInAnotherOrganization(account, membership.organizationId);
  if (membership.unit === unit) return [];
  const from = membership.unit === undefined ? {} : { from: membership.unit };
  const to = unit === undefined ? {} : { to: unit };
  return [{ type: 'AccountMoved', data: { organizationId, account, ...from, ...to } }];
}

function check(command: MembershipCommand): void {
  if (!isOrganizationId(command.organizationId))
    throw new InvalidField('an organization id is o- and 10 to 32 letters and digits', '/organizationId');
  if (!isAccountId(command.account)) throw new InvalidField('an account id has 12 digits', '/account');
  if (command.type === 'PlaceAccount') checkUnits(unitsOf(command.unit));
}

function checkUnits(units: readonly string[]): void {
  if (!units.every(isOrganizationalUnitId))
    throw new InvalidField(
      'a unit is a path of ids from the top: ou-ab12-11111111/ou-ab12-22222222',
      '/unit',
    );
  if (units.length > MAX_DEPTH)
    throw new InvalidField(`units nest ${MAX_DEPTH} levels deep at most`, '/unit');
  if (new Set(units).size < units.length) throw new InvalidField('a unit is not inside itself', '/unit');
}

/** Where an account stands: in one organization at most, and at one place in it. */
export const memberships: Category<string, MembershipState, MembershipCommand, MembershipEvent> = {
  stream,
  events: membershipEvents,
  decider: { initial: { membership: undefined }, decide, evolve },
};
