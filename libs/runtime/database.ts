import { DataSource } from 'typeorm';
import type { ClientConfig } from 'pg';
import { viewEntities } from '#views';
import { migrations } from './migrations';

const MIGRATION_LOCK = 7_240_121_002;

/** Queries that take longer than this are given up, in milliseconds. */
const STATEMENT_TIMEOUT = 30_000;

/**
 * A transaction that says nothing for this long is rolled back, in milliseconds: that of a process which is frozen or
 * cut off would keep its rows from the one that takes over.
 */
const SILENCE_IN_TRANSACTION = 5_000;

/** A query that gets no connection for this long fails, in milliseconds. */
const CONNECT_WITHIN = 10_000;

/** Not connected yet. */
export const makeDataSource = (connection: ClientConfig, connections: number): DataSource =>
  new DataSource({
    type: 'postgres',
    entities: [...viewEntities],
    migrations: [...migrations],
    migrationsTableName: 'ledger_migrations',
    migrationsTransactionMode: 'each',
    poolSize: connections,
    poolErrorHandler: () => {},
    extra: {
      ...connection,
      statement_timeout: STATEMENT_TIMEOUT,
      idle_in_transaction_session_timeout: SILENCE_IN_TRANSACTION,
      connectionTimeoutMillis: CONNECT_WITHIN,
      keepAlive: true,
    },
  });

/** Brings the database up to date. Several processes may do it at once: one works, the others wait for it. */
export async function migrate(database: DataSource): Promise<void> {
  const lock = database.createQueryRunner();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await database.runMigrations();
  } finally {
    await lock.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => {});
    await lock.release();
  }
}
