import type { EntityManager } from 'typeorm';
import { BEGINNING, type DomainEvent } from '#event-sourcing';
import { beginAt, UnknownPosition } from './positions';
import type { AnyTable, Projector } from './projector';

/** `served` is what queries read; `rebuilt` is where a copy is made, in a schema of its own under the same name. */
export type Place = 'served' | 'rebuilt';

const REBUILT = 'views_rebuilt';

/** With its schema. */
export function tableNameOf(
  database: EntityManager,
  { row }: AnyTable<never>,
  place: Place = 'served',
): string {
  const { tablePath, tableName } = database.dataSource.getMetadata(row);
  return place === 'served' ? tablePath : `${REBUILT}.${tableName}`;
}

export async function createTables<Event extends DomainEvent>(
  database: EntityManager,
  projector: Projector<Event>,
  place: Place,
): Promise<void> {
  for (const table of projector.tables) {
    for (const statement of table.ddl(tableNameOf(database, table, place))) await database.query(statement);
  }
}

export async function dropTables<Event extends DomainEvent>(
  database: EntityManager,
  projector: Projector<Event>,
  place: Place,
): Promise<void> {
  for (const table of projector.tables)
    await database.query(`DROP TABLE IF EXISTS ${tableNameOf(database, table, place)}`);
}

/** The copy takes the place of what is served. A table that moves to another schema takes its indexes along. */
export async function serveRebuilt<Event extends DomainEvent>(
  database: EntityManager,
  projector: Projector<Event>,
): Promise<void> {
  await dropTables(database, projector, 'served');
  for (const table of projector.tables) {
    const [schema] = tableNameOf(database, table).split('.');
    await database.query(`ALTER TABLE ${tableNameOf(database, table, 'rebuilt')} SET SCHEMA ${schema}`);
  }
}

const SET_UP_LOCK = 7_240_121_003;

/**
 * The tables and the position of a view, when it is set up for the first time. All of it or nothing. Throws
 * UnknownPosition for a view that has tables and no position: nobody knows what they hold.
 */
export async function setUpView<Event extends DomainEvent>(
  database: EntityManager,
  projector: Projector<Event>,
  logId: string,
): Promise<void> {
  await database.transaction(async (transaction) => {
    await transaction.query('SELECT pg_advisory_xact_lock($1)', [SET_UP_LOCK]);
    if (!(await beginAt(transaction, projector, logId, BEGINNING))) return;
    if (await hasTables(transaction, projector)) throw new UnknownPosition(projector);
    await createTables(transaction, projector, 'served');
  });
}

async function hasTables<Event extends DomainEvent>(
  database: EntityManager,
  { tables }: Projector<Event>,
): Promise<boolean> {
  const [row] = await database.query<{ found: boolean }[]>(
    'SELECT bool_or(to_regclass(name) IS NOT NULL) AS found FROM unnest($1::text[]) AS name',
    [tables.map((table) => tableNameOf(database, table))],
  );
  return row?.found === true;
}
