import { principalKey } from '#machine-images';
import type { ReadEvent } from '#event-sourcing';
import { table, type Projector, type Validity } from '#projections';
import type { LedgerEvent } from '../events';
import { launchPermissionsDdl, LaunchPermissionRow, type Consent } from './launch-permission.row';

/** Who may launch what besides its owner: when, by whose word, and why. */
export const launchPermissions: Projector<LedgerEvent> = {
  name: 'launch-permissions',
  shape: 5,
  tables: [
    table<LedgerEvent, LaunchPermissionRow>({
      kind: 'temporal',
      row: LaunchPermissionRow,
      ddl: launchPermissionsDdl,
      key: ['imageId', 'principal'],
      keysOf: ({ event }) =>
        isOneOf(event)
          ? [{ imageId: event.data.imageId, principal: principalKey(event.data.principal) }]
          : [],
      evolve: (row, read) => (isOneOf(read.event) ? after(row, { ...read, event: read.event }) : row),
    }),
  ],
};

const TYPES = [
  'LaunchPermissionGranted',
  'LaunchPermissionOffered',
  'LaunchPermissionAccepted',
  'LaunchPermissionRejected',
  'LaunchPermissionLeft',
  'LaunchPermissionRevoked',
  'LaunchPermissionExpired',
] as const;
type PermissionEvent = Extract<LedgerEvent, { type: (typeof TYPES)[number] }>;
type Permission = Omit<LaunchPermissionRow, keyof Validity>;

const isOneOf = (event: LedgerEvent): event is PermissionEvent =>
  (TYPES as readonly string[]).includes(event.type);

function after(
  row: LaunchPermissionRow | undefined,
  read: ReadEvent<PermissionEvent>,
): Permission | undefined {
  const { event, recorded } = read;
  switch (event.type) {
    case 'LaunchPermissionGranted':
      return given(row, { ...read, event }, 'not-asked');
    case 'LaunchPermissionOffered':
      return given(row, { ...read, event }, answerTo(row));
    case 'LaunchPermissionAccepted':
      return row && { ...row, consent: 'accepted', since: recorded.recordedAt };
    case 'LaunchPermissionRejected':
      return row && { ...row, consent: 'rejected' };
    case 'LaunchPermissionLeft':
    case 'LaunchPermissionRevoked':
    case 'LaunchPermissionExpired':
      return undefined;
  }
}

type Giving = Extract<PermissionEvent, { type: 'LaunchPermissionGranted' | 'LaunchPermissionOffered' }>;

function given(
  before: LaunchPermissionRow | undefined,
  {
    event,
    recorded: { recordedAt },
    metadata: { actor, observedAt, reason, correlationId },
  }: ReadEvent<Giving>,
  consent: Consent,
): Permission {
  const { imageId, principal, expiresAt } = event.data;
  return {
    imageId,
    principal: principalKey(principal),
    expiresAt: expiresAt === undefined ? null : new Date(expiresAt),
    consent,
    since: isUnbroken(before, consent, recordedAt) ? before.since : recordedAt,
    grantedTo: principal,
    grantedBy: actor,
    observed: observedAt !== undefined,
    reason: reason ?? null,
    correlationId,
  };
}

/** What was said to an offer is said to the next one too, for as long as there is one. */
const answerTo = (before: LaunchPermissionRow | undefined): Consent =>
  before === undefined || before.consent === 'not-asked' ? 'pending' : before.consent;

const letsLaunch = (consent: Consent): boolean => consent === 'not-asked' || consent === 'accepted';

const isUnbroken = (
  before: LaunchPermissionRow | undefined,
  consent: Consent,
  at: Date,
): before is LaunchPermissionRow =>
  before !== undefined &&
  (before.expiresAt === null || before.expiresAt > at) &&
  letsLaunch(before.consent) === letsLaunch(consent);
