import { sealingKeyId, type ReadEvent } from '#event-sourcing';
import { IMAGE_NOT_ALLOWED } from '#machine-images';
import { recalling, table, type EvolvingTable, type Projector } from '#projections';
import type { LedgerEvent } from '../events';
import {
  auditAccountsDdl,
  AuditAccountRow,
  auditOwnersDdl,
  AuditOwnerRow,
  auditResourcesDdl,
  AuditResourceRow,
  auditTrailDdl,
  AuditTrailRow,
  type Sight,
} from './audit-trail.rows';
import {
  accountOfStream,
  regionOfStream,
  resourceOfStream,
  resourcesOf,
  thingsOf,
  toldOf,
  withoutSecrets,
} from './resources';

type Read = ReadEvent<LedgerEvent>;
type Refused = Extract<LedgerEvent, { type: 'CommandRefused' }>;

/** A refusal speaks of resources and says nothing about them. */
const owners: EvolvingTable<LedgerEvent, AuditOwnerRow> = {
  kind: 'evolving',
  row: AuditOwnerRow,
  ddl: auditOwnersDdl,
  key: ['resource'],
  keysOf: ({ event, recorded: { stream } }) => thingsOf(stream, event.data).map((resource) => ({ resource })),
  evolve: (row, { event, recorded: { stream } }, { resource }) => {
    if (event.type === 'CommandRefused' || resource === undefined) return row;
    const told = toldOf(resource, stream, event.data);
    const { account, region } = row ?? { account: null, region: null };
    const known = { resource, account: account ?? told.account, region: region ?? told.region };
    return known.account === account && known.region === region ? row : known;
  },
};

/** Every event of the log, in the trail of whom it concerns. */
export const auditTrail: Projector<LedgerEvent> = {
  name: 'audit-trail',
  shape: 1,
  tables: [
    recalling<LedgerEvent, AuditTrailRow, AuditOwnerRow>({
      kind: 'recalling',
      row: AuditTrailRow,
      ddl: auditTrailDdl,
      memory: owners,
      rows: trailRows,
    }),
    recalling<LedgerEvent, AuditAccountRow, AuditOwnerRow>({
      kind: 'recalling',
      row: AuditAccountRow,
      ddl: auditAccountsDdl,
      memory: owners,
      rows: accountRows,
    }),
    table<LedgerEvent, AuditResourceRow>({
      kind: 'appending',
      row: AuditResourceRow,
      ddl: auditResourcesDdl,
      rows: ({ event, recorded: { stream, position } }) =>
        resourcesOf(stream, event.data).map((resource) => ({ resource, position: position.toString() })),
    }),
    table<LedgerEvent, AuditOwnerRow>(owners),
  ],
};

function trailRows(read: Read, known: readonly AuditOwnerRow[]): readonly AuditTrailRow[] {
  const { event, recorded, metadata } = read;
  const { actor, reason = null, correlationId, causationId } = metadata;
  const isRefusal = event.type === 'CommandRefused';
  return [
    {
      position: recorded.position.toString(),
      eventId: recorded.id,
      event: event.type,
      at: recorded.recordedAt,
      actor,
      person: actor.personal === undefined ? null : sealingKeyId(actor.personal),
      resources: resourcesOf(recorded.stream, event.data),
      region: regionOfStream(recorded.stream) ?? concerned(recorded.stream, known)[0]?.region ?? null,
      reason,
      correlationId,
      causationId,
      outcome: isRefusal ? 'refused' : 'done',
      code: isRefusal ? event.data.code : null,
      data: withoutSecrets(event.data) as object,
    },
  ];
}

function accountRows(read: Read, known: readonly AuditOwnerRow[]): readonly AuditAccountRow[] {
  const position = read.recorded.position.toString();
  return [...sightsOf(read, known)].map(([account, sees]) => ({ account, position, sees }));
}

/** What an account does not allow itself is no business of whoever owns it. */
const isOwnRule = ({ data: { code } }: Refused): boolean => code === IMAGE_NOT_ALLOWED;

/** An owner sees all. Whoever acted on what another owns sees that it did, unless even that would say too much. */
function sightsOf(
  { event, recorded: { stream }, metadata: { actor } }: Read,
  known: readonly AuditOwnerRow[],
): ReadonlyMap<string, Sight> {
  const named = accountOfStream(stream);
  const isRefusal = event.type === 'CommandRefused';
  const isHidden = isRefusal && event.data.isHidden === true;
  const owning = named === undefined || (isRefusal && !isOwnRule(event)) ? concerned(stream, known) : [];
  return new Map<string, Sight>([
    [actor.account, isHidden ? 'nothing' : 'act'],
    ...(named === undefined ? [] : [[named, isHidden ? 'nothing' : 'all'] as const]),
    ...owning.flatMap(({ account }) => (account === null ? [] : [[account, 'all'] as const])),
  ]);
}

/** What the stream is about, where its owner is known; else all that the event speaks of. */
function concerned(stream: string, known: readonly AuditOwnerRow[]): readonly AuditOwnerRow[] {
  const subject = known.find(({ resource }) => resource === resourceOfStream(stream));
  return subject === undefined ? known : [subject];
}
