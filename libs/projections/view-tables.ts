import type { EntityManager } from 'typeorm';
import { BEGINNING, type DomainEvent } from '#event-sourcing';
import { beginAt } from './positions';
import type { AnyTable, Projector } from './projector';

export const tableNameOf = (database: EntityManager, { row }: AnyTable<never>): string =>
  database.connection.getMetadata(row).tablePath;

export async function createTables<Event extends DomainEvent>(
  database: EntityManager,
  projector: Projector<Event>,
  suffix = '',
): Promise<void> {
  for (const table of projector.tables) {
    for (const statement of table.ddl(`${tableNameOf(database, table)}${suffix}`))
      await database.query(statement);
  }
}

export async function dropTables<Event extends DomainEvent>(
  database: EntityManager,
  projector: Projector<Event>,
  suffix: string,
): Promise<void> {
  for (const table of projector.tables)
    await database.query(`DROP TABLE IF EXISTS ${tableNameOf(database, table)}${suffix}`);
}

const SET_UP_LOCK = 7_240_121_003;

/** The tables and the position of a view, when it is set up for the first time. All of it or nothing. */
export async function setUpView<Event extends DomainEvent>(
  database: EntityManager,
  projector: Projector<Event>,
  logId: string,
): Promise<void> {
  await database.transaction(async (transaction) => {
    await transaction.query('SELECT pg_advisory_xact_lock($1)', [SET_UP_LOCK]);
    if (await beginAt(transaction, projector, logId, BEGINNING)) await createTables(transaction, projector);
  });
}
