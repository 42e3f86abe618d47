import type { ClientConfig } from 'pg';
import type { Configuration } from '#runtime';
import { findEmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres/embedded-postgres';

export interface Database {
  readonly connection: ClientConfig;
  /** For people. */
  readonly name: string;
  stop(): Promise<void>;
}

/** The database that is configured, or the embedded one, which this process then runs. */
export async function ownDatabase({ databaseUrl, dataDirectory }: Configuration): Promise<Database> {
  if (databaseUrl !== undefined) return configured(databaseUrl);
  const { connection, home, stop } = await startEmbeddedPostgres({ dataDirectory });
  return { connection, name: `embedded PostgreSQL in ${home}`, stop };
}

/** The same database for a command beside the service: the embedded one may be running already. */
export async function sharedDatabase(configuration: Configuration): Promise<Database> {
  const { databaseUrl, dataDirectory } = configuration;
  const running = databaseUrl === undefined ? findEmbeddedPostgres(dataDirectory) : undefined;
  if (running === undefined) return ownDatabase(configuration);
  return { connection: running, name: `embedded PostgreSQL of ${dataDirectory}`, stop: async () => {} };
}

function configured(databaseUrl: string): Database {
  const { host, pathname } = new URL(databaseUrl);
  return {
    connection: { connectionString: databaseUrl },
    name: `PostgreSQL at ${host}${pathname}`,
    stop: async () => {},
  };
}
