import { table, type Projector } from '#projections';
import type { LedgerEvent } from '../events';
import { ServiceTokenRow, serviceTokensDdl } from './service-token.row';

/** Every service token that was ever issued; the token itself is not known to anybody here. */
export const serviceTokens: Projector<LedgerEvent> = {
  name: 'service-tokens',
  shape: 1,
  tables: [
    table<LedgerEvent, ServiceTokenRow>({
      kind: 'evolving',
      row: ServiceTokenRow,
      ddl: serviceTokensDdl,
      key: ['tokenId'],
      keysOf: ({ event }) =>
        event.type === 'ServiceTokenIssued' || event.type === 'ServiceTokenRevoked'
          ? [{ tokenId: event.data.tokenId }]
          : [],
      evolve: (row, { event, recorded: { recordedAt } }) => {
        if (event.type === 'ServiceTokenIssued') {
          const { expiresAt, ...issued } = event.data;
          return {
            ...issued,
            issuedAt: recordedAt,
            expiresAt: expiresAt ? new Date(expiresAt) : null,
            revokedAt: null,
          };
        }
        return row && { ...row, revokedAt: recordedAt };
      },
    }),
  ],
};
