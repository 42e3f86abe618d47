import type { EventStore } from '#event-sourcing';
import { EventStoreDbEventStore } from '#event-store-db';
import { PostgresEventStore } from '#event-store-postgres';
import { eventStoreDbUrl, postgresUrl, type Configuration } from '#runtime';
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
  /** Of the command line, to be named when it cannot be read. */
  readonly option: '--from' | '--to';
  /** `postgres://…`, `esdb://…`, or `embedded`. */
  readonly log: string;
  /** The PostgreSQL that goes with a log in EventStoreDB: `postgres://…` or `embedded`. */
  readonly database: string | undefined;
}

/** Throws an Error with a sentence for what is no address. */
export async function openLog(
  { option, log, database }: LogAddress,
  configuration: Configuration,
): Promise<LogPlace> {
  if (log.startsWith('esdb')) {
    const url = named(option, () => eventStoreDbUrl(log));
    const beside =
      database === undefined ? undefined : await databaseAt(`${option}-database`, database, configuration);
    return placeOf(`the log in EventStoreDB at ${hostsIn(url)}`, new EventStoreDbEventStore(url), beside);
  }
  if (database !== undefined)
    throw new Error(`${option}-database is for a log in EventStoreDB: one in PostgreSQL brings its own`);
  const own = await databaseAt(option, log, configuration);
  return placeOf(`the log in ${own.name}`, new PostgresEventStore(own.connection), own);
}

const hostsIn = (url: string): string => url.replace(/\?.*$/, '').replace(/^.*(?:\/\/|@)/, '');

const placeOf = (name: string, store: EventStore, database: Database | undefined): LogPlace => ({
  name,
  store,
  database,
  async close() {
    await store.close();
    await database?.stop();
  },
});

const databaseAt = (option: string, address: string, configuration: Configuration): Promise<Database> => {
  const databaseUrl = address === 'embedded' ? undefined : named(option, () => postgresUrl(address));
  return sharedDatabase({ ...configuration, databaseUrl });
};

/** Continues the sentence that the reader of an address complains in. The address itself may hold a password. */
function named(option: string, read: () => string): string {
  try {
    return read();
  } catch (error) {
    throw new Error(`${option} ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
