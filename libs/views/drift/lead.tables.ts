import {
  LATEST,
  withoutRevocation,
  withRevocation,
  type FamilyEvent,
  type ImageEvent,
} from '#machine-images';
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
    keysOf: ({ event }) => (isRevocation(event) ? [{ imageId: event.data.imageId }] : []),
    evolve: (row, { event }) => (isRevocation(event) ? revocation(row, event) : row),
  }),
];

function lead(row: FamilyLeadRow | undefined, event: FamilyEvent): FamilyLeadRow | undefined {
  if (event.type === 'FamilyCreated') {
    const { ownerId, name } = event.data;
    return { ownerId, name, versions: 0, revoked: [], channels: {} };
  }
  if (row === undefined) return row;
  if (isMovement(event)) {
    const { channel, to = null } = event.data;
    return { ...row, channels: { ...row.channels, [channel]: to } };
  }
  const { versions, revoked } = counted(row, event);
  return { ...row, versions, revoked, channels: { ...row.channels, [LATEST]: newest(versions, revoked) } };
}

type Movement = Extract<FamilyEvent, { type: 'ChannelPromoted' | 'ChannelRolledBack' | 'ChannelRestored' }>;

const isMovement = (event: FamilyEvent): event is Movement =>
  event.type === 'ChannelPromoted' || event.type === 'ChannelRolledBack' || event.type === 'ChannelRestored';

type RevocationEvent = Extract<
  ImageEvent,
  { type: 'ImageRevoked' | 'ImageReinstated' | 'ImageRevocationScheduled' | 'ImageRevocationCancelled' }
>;
const REVOCATIONS: readonly string[] = [
  'ImageRevoked',
  'ImageReinstated',
  'ImageRevocationScheduled',
  'ImageRevocationCancelled',
] satisfies RevocationEvent['type'][];

const isRevocation = (event: LedgerEvent): event is RevocationEvent => REVOCATIONS.includes(event.type);

function revocation(row: RevokedImageRow | undefined, event: RevocationEvent): RevokedImageRow | undefined {
  const { imageId } = event.data;
  const next = revoked(row ?? { imageId, revocations: [], revokeAt: null }, event);
  return next.revocations.length === 0 && next.revokeAt === null ? undefined : next;
}

function revoked(row: RevokedImageRow, { type, data }: RevocationEvent): RevokedImageRow {
  switch (type) {
    case 'ImageRevoked': {
      const { cause, since } = data;
      const revocations = withRevocation(row.revocations, { cause });
      // What was scheduled is announced.
      return { ...row, revocations, revokeAt: since === undefined ? row.revokeAt : null };
    }
    case 'ImageReinstated':
      return { ...row, revocations: withoutRevocation(row.revocations, data.cause) };
    case 'ImageRevocationScheduled':
      return { ...row, revokeAt: new Date(data.revokeAt) };
    case 'ImageRevocationCancelled':
      return { ...row, revokeAt: null };
  }
}
