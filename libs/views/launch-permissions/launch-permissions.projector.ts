import { principalKey } from '#machine-images';
import type { ReadEvent } from '#event-sourcing';
import { table, type Projector, type Validity } from '#projections';
import type { LedgerEvent } from '../events';
import { launchPermissionsDdl, LaunchPermissionRow } from './launch-permission.row';

/** Who may launch what besides its owner: when, by whose word, and why. */
export const launchPermissions: Projector<LedgerEvent> = {
  name: 'launch-permissions',
  shape: 3,
  tables: [
    table<LedgerEvent, LaunchPermissionRow>({
      kind: 'temporal',
      row: LaunchPermissionRow,
      ddl: launchPermissionsDdl,
      key: ['imageId', 'principal'],
      keysOf: ({ event }) =>
        event.type === 'LaunchPermissionGranted' ||
        event.type === 'LaunchPermissionRevoked' ||
        event.type === 'LaunchPermissionExpired'
          ? [{ imageId: event.data.imageId, principal: principalKey(event.data.principal) }]
          : [],
      evolve: granted,
    }),
  ],
};

function granted(
  before: LaunchPermissionRow | undefined,
  { event, recorded: { recordedAt }, metadata: { actor, reason, correlationId } }: ReadEvent<LedgerEvent>,
): Omit<LaunchPermissionRow, keyof Validity> | undefined {
  if (event.type !== 'LaunchPermissionGranted') return undefined;
  const { imageId, principal, expiresAt } = event.data;
  return {
    imageId,
    principal: principalKey(principal),
    expiresAt: expiresAt === undefined ? null : new Date(expiresAt),
    since: isUnbroken(before, recordedAt) ? before.since : recordedAt,
    grantedTo: principal,
    grantedBy: actor,
    reason: reason ?? null,
    correlationId,
  };
}

const isUnbroken = (before: LaunchPermissionRow | undefined, at: Date): before is LaunchPermissionRow =>
  before !== undefined && (before.expiresAt === null || before.expiresAt > at);
