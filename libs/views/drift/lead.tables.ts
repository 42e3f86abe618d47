import { LATEST, withoutRevocation, withRevocation, type FamilyEvent } from '#machine-images';
import { table, type AnyTable } from '#projections';
import type { LedgerEvent } from '../events';
import { counted, newest } from '../families/counted';
import { isFamilyEvent } from '../families/is-family-event';
import {
  FamilyLeadRow,
  familyLeadsDdl,
  RevokedImageRow,
  revokedImagesDdl,
  VersionLeadRow,
  versionLeadsDdl,
} from './lead.rows';

/** What families lead to now, and which images are revoked. */
export const leadTables: readonly AnyTable<LedgerEvent>[] = [
  table<LedgerEvent, FamilyLeadRow>({
    kind: 'evolving',
    row: FamilyLeadRow,
    ddl: familyLeadsDdl,
    key: ['ownerId', 'name'],
    keysOf: ({ event }) =>
      isFamilyEvent(event) ? [{ ownerId: event.data.ownerId, name: event.data.name }] : [],
    evolve: (row, { event }) => (isFamilyEvent(event) ? lead(row, event) : row),
  }),
  table<LedgerEvent, VersionLeadRow>({
    kind: 'appending',
    row: VersionLeadRow,
    ddl: versionLeadsDdl,
    rows: ({ event }) => (event.type === 'ImageVersionPublished' ? [event.data] : []),
  }),
  table<LedgerEvent, RevokedImageRow>({
    kind: 'evolving',
    row: RevokedImageRow,
    ddl: revokedImagesDdl,
    key: ['imageId'],
    keysOf: ({ event }) =>
      event.type === 'ImageRevoked' || event.type === 'ImageReinstated'
        ? [{ imageId: event.data.imageId }]
        : [],
    evolve: (row, { event }) => {
      const { revocations = [] } = row ?? {};
      if (event.type === 'ImageRevoked') {
        const { imageId, cause } = event.data;
        return { imageId, revocations: withRevocation(revocations, { cause }) };
      }
      if (event.type !== 'ImageReinstated') return row;
      const { imageId, cause } = event.data;
      const remaining = withoutRevocation(revocations, cause);
      return remaining.length === 0 ? undefined : { imageId, revocations: remaining };
    },
  }),
];

function lead(row: FamilyLeadRow | undefined, event: FamilyEvent): FamilyLeadRow | undefined {
  if (event.type === 'FamilyCreated') {
    const { ownerId, name } = event.data;
    return { ownerId, name, versions: 0, revoked: [], channels: {} };
  }
  if (row === undefined) return row;
  if (event.type === 'ChannelPromoted' || event.type === 'ChannelRolledBack') {
    const { channel, to = null } = event.data;
    return { ...row, channels: { ...row.channels, [channel]: to } };
  }
  const { versions, revoked } = counted(row, event);
  return { ...row, versions, revoked, channels: { ...row.channels, [LATEST]: newest(versions, revoked) } };
}
