import type { EntityManager } from 'typeorm';
import type { DomainEvent, ReadEvent } from '#event-sourcing';
import type {
  AnyRow,
  AnyTable,
  AppendingTable,
  EvolvingTable,
  RecallingTable,
  TemporalTable,
  Validity,
} from './projector';
import { RowStore } from './row-store';

/** Carries events, in log order, into one table. Where the cuts between calls fall makes no difference to the rows. */
export async function applyEvents<Event extends DomainEvent>(
  database: EntityManager,
  table: AnyTable<Event>,
  tableName: string,
  events: readonly ReadEvent<Event>[],
): Promise<void> {
  const store = new RowStore(database, table.row, tableName);
  switch (table.kind) {
    case 'appending':
      return append(store, table, events);
    case 'evolving':
      return evolve(store, table, events);
    case 'temporal':
      return evolveOverTime(store, table, events);
    case 'recalling':
      return recall(store, table, events, memoryOf(database, table, tableName));
  }
}

async function append<Event extends DomainEvent>(
  store: RowStore,
  { rows }: AppendingTable<Event, AnyRow>,
  events: readonly ReadEvent<Event>[],
): Promise<void> {
  await store.insert(events.flatMap((read) => [...rows(read)]));
}

/** The memory's own table stays as the events before left it: it takes them in when its turn comes, after this. */
async function recall<Event extends DomainEvent>(
  store: RowStore,
  { memory, rows }: RecallingTable<Event, AnyRow, AnyRow>,
  events: readonly ReadEvent<Event>[],
  remembered: RowStore,
): Promise<void> {
  const changes = events.map((read) => keyedChanges(memory, [read]));
  const known = rowsByKey(memory.key, await remembered.find(memory.key, distinctKeys(changes.flat())));
  const made = changes.map((ofOne, index) => {
    const read = events[index] as ReadEvent<Event>;
    for (const { name, key } of ofOne) known.set(name, memory.evolve(known.get(name), read, key));
    return rows(
      read,
      ofOne.map(({ name }) => known.get(name)).filter((row) => row !== undefined),
    );
  });
  await store.insert(made.flat());
}

/** It stands beside the table that recalls it. */
function memoryOf<Event extends DomainEvent>(
  database: EntityManager,
  { memory }: RecallingTable<Event, AnyRow, AnyRow>,
  tableName: string,
): RowStore {
  const [schema = ''] = tableName.split('.');
  return new RowStore(
    database,
    memory.row,
    `${schema}.${database.dataSource.getMetadata(memory.row).tableName}`,
  );
}

async function evolve<Event extends DomainEvent>(
  store: RowStore,
  table: EvolvingTable<Event, AnyRow>,
  events: readonly ReadEvent<Event>[],
): Promise<void> {
  const changes = keyedChanges(table, events);
  const rows = rowsByKey(table.key, await store.find(table.key, distinctKeys(changes)));
  const changed = new Map<string, AnyRow | undefined>();
  for (const { read, key, name } of changes) {
    const row = rows.get(name);
    const next = table.evolve(row, read, key);
    if (next === row) continue;
    rows.set(name, next);
    changed.set(name, next ?? { ...key, [GONE]: true });
  }
  const all = [...changed.values()].filter((row) => row !== undefined);
  await store.upsert(all.filter((row) => !(GONE in row)));
  await store.delete(
    table.key,
    all.filter((row) => GONE in row),
  );
}

const GONE = Symbol('gone');

type TemporalRow = AnyRow & Validity;

async function evolveOverTime<Event extends DomainEvent>(
  store: RowStore,
  table: TemporalTable<Event, TemporalRow>,
  events: readonly ReadEvent<Event>[],
): Promise<void> {
  const changes = keyedChanges(table, events);
  const found = await store.find(table.key, distinctKeys(changes), 't.valid_to IS NULL');
  const open = rowsByKey(table.key, found as TemporalRow[]);
  const changed = new Map<string, TemporalRow>();
  const keep = (name: string, row: TemporalRow): unknown =>
    changed.set(`${name} ${row.validFrom.getTime()}`, row);

  for (const { read, key, name } of changes) {
    const row = open.get(name);
    const next = table.evolve(row, read, key);
    if (next === row) continue;
    const at = beginning(table.since?.(read), read.recorded.recordedAt, row);
    // Within one millisecond the last word counts: the row that began in it is replaced, not closed.
    if (row !== undefined) keep(name, { ...row, validTo: at });
    const following = next === undefined ? undefined : { ...next, validFrom: at, validTo: null };
    open.set(name, following);
    if (following !== undefined) keep(name, following);
  }
  await store.upsert([...changed.values()]);
}

/** A row begins when it is true, not before the one that it follows. */
function beginning(since: Date | undefined, recordedAt: Date, before: TemporalRow | undefined): Date {
  if (since === undefined || since > recordedAt) return recordedAt;
  return before !== undefined && before.validFrom > since ? before.validFrom : since;
}

interface KeyedChange<Event extends DomainEvent> {
  readonly read: ReadEvent<Event>;
  readonly key: AnyRow;
  readonly name: string;
}

const keyedChanges = <Event extends DomainEvent>(
  { key, keysOf }: { key: readonly string[]; keysOf: (read: ReadEvent<Event>) => readonly Partial<AnyRow>[] },
  events: readonly ReadEvent<Event>[],
): readonly KeyedChange<Event>[] =>
  events.flatMap((read) => keysOf(read).map((of) => ({ read, key: of, name: keyName(key, of) })));

const distinctKeys = (changes: readonly { key: AnyRow; name: string }[]): readonly AnyRow[] => [
  ...new Map(changes.map((change) => [change.name, change.key])).values(),
];

const rowsByKey = <Row extends AnyRow>(
  key: readonly string[],
  rows: readonly Row[],
): Map<string, Row | undefined> => new Map(rows.map((row) => [keyName(key, row), row]));

const keyName = (key: readonly string[], row: AnyRow): string => JSON.stringify(key.map((name) => row[name]));
