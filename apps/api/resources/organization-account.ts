import { Type } from 'typebox';
import type { Outcome } from '#event-sourcing';
import type { MembershipEvent, MembershipState } from '#machine-images';
import type { OrganizationAccountRow } from '#views';
import { nameSchema } from '../http/named-schemas';
import { AccountId, Time } from './fields';

export type MembershipOutcome = Outcome<MembershipState, MembershipEvent>;

const OrganizationId = Type.String({
  pattern: '^o-[a-z0-9]{10,32}$',
  description: 'An organization id, as in AWS.',
  examples: ['o-a1b2c3d4e5'],
});

export const OrganizationParams = Type.Object({ organizationId: OrganizationId });
export const OrganizationAccountParams = Type.Object({ organizationId: OrganizationId, account: AccountId });

/** What units and their paths look like is the domain's to say. */
export const UnitPath = Type.String({
  maxLength: 512,
  description: 'The organizational units from the top to the one that the account is in.',
  examples: ['ou-ab12-11111111/ou-ab12-22222222'],
});

export const OrganizationAccount = nameSchema(
  'OrganizationAccount',
  Type.Object({
    organizationId: OrganizationId,
    account: AccountId,
    member: Type.Boolean({ description: 'Whether it is in this organization.' }),
    unit: Type.Optional(UnitPath),
    joinedAt: Type.Optional(Time),
    revision: Type.Integer({ description: 'Of the account’s membership; the ETag.' }),
  }),
);

/** Whether the account is in this organization, and where: of another that it is in, nothing is said. */
export function accountOfState(
  { organizationId, account }: { readonly organizationId: string; readonly account: string },
  { membership }: MembershipState,
  revision: number,
): object {
  if (membership?.organizationId !== organizationId)
    return { organizationId, account, member: false, revision };
  const { unit, joinedAt } = membership;
  return accountOf({ organizationId, account, unit: unit ?? null, joinedAt, revision });
}

export const accountOf = ({
  organizationId,
  account,
  unit,
  joinedAt,
  revision,
}: Omit<OrganizationAccountRow, 'validFrom' | 'validTo'>): object => ({
  organizationId,
  account,
  member: true,
  ...(unit === null ? {} : { unit }),
  joinedAt: joinedAt.toISOString(),
  revision,
});
