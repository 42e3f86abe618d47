import { givenFor } from '../../../test/support/given';
import type { MembershipEvent } from './events';
import { memberships, type PlaceAccount, type RemoveAccount } from './membership';

export const ORGANIZATION = 'o-a1b2c3d4e5';
export const OTHER_ORGANIZATION = 'o-zzzzzzzzzz';
export const ACCOUNT = '444455556666';
export const [TOP, BELOW, BESIDE] = [1, 2, 3].map((n) => `ou-ab12-${String(n).repeat(8)}`) as [
  string,
  string,
  string,
];

const under = (unit: string | undefined) => (unit === undefined ? {} : { unit });

export const joined = (unit?: string, organizationId = ORGANIZATION): MembershipEvent => ({
  type: 'AccountJoined',
  data: { organizationId, account: ACCOUNT, ...under(unit) },
});
export const moved = (from: string | undefined, to: string | undefined): MembershipEvent => ({
  type: 'AccountMoved',
  data: {
    organizationId: ORGANIZATION,
    account: ACCOUNT,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  },
});
export const left = (unit?: string, organizationId = ORGANIZATION): MembershipEvent => ({
  type: 'AccountLeft',
  data: { organizationId, account: ACCOUNT, ...under(unit) },
});

export const place = (unit?: string, organizationId = ORGANIZATION, account = ACCOUNT): PlaceAccount => ({
  type: 'PlaceAccount',
  organizationId,
  account,
  ...under(unit),
});
export const remove = (organizationId = ORGANIZATION): RemoveAccount => ({
  type: 'RemoveAccount',
  organizationId,
  account: ACCOUNT,
});

export const given = givenFor(memberships.decider);
