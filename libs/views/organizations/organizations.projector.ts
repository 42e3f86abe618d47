import type { ReadEvent } from '#event-sourcing';
import { principalsOf, type MembershipEvent } from '#machine-images';
import { table, type Projector, type Validity } from '#projections';
import type { LedgerEvent } from '../events';
import { isMembershipEvent } from './is-membership-event';
import {
  OrganizationAccountRow,
  organizationAccountsDdl,
  OrganizationPrincipalRow,
  organizationPrincipalsDdl,
} from './organization-account.row';

/** Which accounts are in which organizations and units, and were at every moment. */
export const organizations: Projector<LedgerEvent> = {
  name: 'organizations',
  shape: 1,
  tables: [
    table<LedgerEvent, OrganizationAccountRow>({
      kind: 'temporal',
      row: OrganizationAccountRow,
      ddl: organizationAccountsDdl,
      key: ['account'],
      keysOf: ({ event }) => (isMembershipEvent(event) ? [{ account: event.data.account }] : []),
      evolve: (row, { event, recorded }) => (isMembershipEvent(event) ? placed(row, event, recorded) : row),
    }),
    table<LedgerEvent, OrganizationPrincipalRow>({
      kind: 'temporal',
      row: OrganizationPrincipalRow,
      ddl: organizationPrincipalsDdl,
      key: ['account', 'principal'],
      keysOf: ({ event }) => (isMembershipEvent(event) ? touchedBy(event) : []),
      evolve: (row, { event }, { account = '', principal = '' }) => {
        if (!isMembershipEvent(event)) return row;
        return coveredAfter(event).includes(principal) ? (row ?? { account, principal }) : undefined;
      },
    }),
  ],
};

function placed(
  row: OrganizationAccountRow | undefined,
  event: MembershipEvent,
  { recordedAt, revision }: ReadEvent<MembershipEvent>['recorded'],
): Omit<OrganizationAccountRow, keyof Validity> | undefined {
  switch (event.type) {
    case 'AccountJoined': {
      const { account, organizationId, unit = null } = event.data;
      return { account, organizationId, unit, joinedAt: recordedAt, revision };
    }
    case 'AccountMoved':
      return row && { ...row, unit: event.data.to ?? null, revision };
    case 'AccountLeft':
      return undefined;
  }
}

/** What covered the account before or covers it now. */
function touchedBy(event: MembershipEvent): readonly { account: string; principal: string }[] {
  const { account } = event.data;
  const touched = new Set([...coveredBefore(event), ...coveredAfter(event)]);
  return [...touched].map((principal) => ({ account, principal }));
}

const coveredBefore = ({ type, data }: MembershipEvent): readonly string[] => {
  switch (type) {
    case 'AccountJoined':
      return [];
    case 'AccountMoved':
      return coveringIn(data.organizationId, data.from);
    case 'AccountLeft':
      return principalsOf(data);
  }
};

const coveredAfter = ({ type, data }: MembershipEvent): readonly string[] => {
  switch (type) {
    case 'AccountJoined':
      return principalsOf(data);
    case 'AccountMoved':
      return coveringIn(data.organizationId, data.to);
    case 'AccountLeft':
      return [];
  }
};

const coveringIn = (organizationId: string, unit: string | undefined): readonly string[] =>
  principalsOf({ organizationId, ...(unit === undefined ? {} : { unit }) });
