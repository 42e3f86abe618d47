import type { EventStore } from '#event-sourcing';
import { PostgresEventStore } from '#event-store-postgres';
import { postgresUrl, type Configuration } from '#runtime';
import { sharedDatabase, type Database } from '../database';

/** Where a log is, and the database that goes with it. */
export interface LogPlace {
  /** For people: without user and password. */
  readonly name: string;
  readonly store: EventStore;
  /** Undefined for a log in EventStoreDB of which nobody said. */
  readonly database: Database | undefined;
  close(): Promise<void>;
}

export interface LogAddress {
  /** `postgres://…`, `esdb://…`, or `embedded`. */
  readonly log: string;
  /** The PostgreSQL that goes with a log in EventStoreDB: `postgres://…` or `embedded`. */
  readonly database: string | undefined;
}

/** Throws an Error with a sentence for what is no address. */
export async function openLog(
  { log, database }: LogAddress,
  configuration: Configuration,
): Promise<LogPlace> {
  if (database !== undefined) throw new Error('a log in PostgreSQL brings its own database');
  const own = await databaseAt(log, configuration);
  return placeOf(`the log in ${own.name}`, new PostgresEventStore(own.connection), own);
}

const placeOf = (name: string, store: EventStore, database: Database | undefined): LogPlace => ({
  name,
  store,
  database,
  async close() {
    await store.close();
    await database?.stop();
  },
});

const databaseAt = (address: string, configuration: Configuration): Promise<Database> =>
  sharedDatabase({
    ...configuration,
    databaseUrl: address === 'embedded' ? undefined : postgresUrl(address),
  });
