import { principalKey } from '#machine-images';
import { table, type Projector } from '#projections';
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
        event.type === 'LaunchPermissionGranted' || event.type === 'LaunchPermissionRevoked'
          ? [{ imageId: event.data.imageId, principal: principalKey(event.data.principal) }]
          : [],
      evolve: (_, { event, metadata: { actor, observedAt, reason, correlationId } }) =>
        event.type === 'LaunchPermissionGranted'
          ? {
              imageId: event.data.imageId,
              principal: principalKey(event.data.principal),
              grantedTo: event.data.principal,
              grantedBy: actor,
              observed: observedAt !== undefined,
              reason: reason ?? null,
              correlationId,
            }
          : undefined,
    }),
  ],
};
