import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { eventStoreMigrations } from '#event-store-postgres';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../apps/standalone/embedded-postgres/embedded-postgres';

export interface DurablePostgres {
  readonly connection: EmbeddedPostgres['connection'];
  /** Stops it and removes its files. */
  remove(): Promise<void>;
}

/** A server of one's own with the settings that are shipped, so that every commit is on disk; it holds an empty log. */
export async function durablePostgres(): Promise<DurablePostgres> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'ledger-durable-'));
  // The server does not run as root and has to get in.
  chmodSync(dataDirectory, 0o755);
  const server = await startEmbeddedPostgres({ dataDirectory });
  const remove = async (): Promise<void> => {
    await server.stop();
    rmSync(server.home, { recursive: true, force: true });
    rmSync(dataDirectory, { recursive: true, force: true });
  };
  try {
    await createLog(server.connection);
    return { connection: server.connection, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function createLog(connection: EmbeddedPostgres['connection']): Promise<void> {
  const database = new DataSource({
    type: 'postgres',
    migrations: [...eventStoreMigrations],
    extra: connection,
  });
  await database.initialize();
  await database.runMigrations().finally(() => database.destroy());
}
