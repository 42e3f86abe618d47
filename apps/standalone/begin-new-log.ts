import type { ClientConfig } from 'pg';
import type { EntityManager } from 'typeorm';
import { renewLogId } from '#event-store-postgres';
import { followLog } from '#projections';
import { makeDataSource } from '#runtime';

export interface RestoredLog {
  readonly events: number;
  /** Of the last event; undefined where there is none. */
  readonly recordedAt: Date | undefined;
}

/** After a restore. Throws when a process still uses the database. */
export async function beginNewLog(connection: ClientConfig): Promise<RestoredLog> {
  const database = await makeDataSource(connection, 1).initialize();
  try {
    return await database.transaction(async (transaction) => {
      await refuseWhileUsed(transaction);
      await followLog(transaction, await renewLogId(transaction));
      const [last] = await transaction.query<{ events: string; at: Date | null }[]>(
        'SELECT count(*) AS events, max(recorded_at) AS at FROM ledger.events',
      );
      return { events: Number(last?.events), recordedAt: last?.at ?? undefined };
    });
  } finally {
    await database.destroy();
  }
}

/** A process knows the log by its id and would go on with the old one. */
async function refuseWhileUsed(database: EntityManager): Promise<void> {
  const others = await database.query<unknown[]>(
    `SELECT FROM pg_stat_activity
     WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()`,
  );
  if (others.length > 0)
    throw new Error(`${others.length} other connections use the database: stop every process first`);
}

export const saidOf = ({ events, recordedAt }: RestoredLog): string =>
  `The log has ${events} events${recordedAt === undefined ? '' : `, the last of ${recordedAt.toISOString()}`}. Positions and cursors from before are refused.`;
