import { createHash, randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { makeDataSource, migrate } from '../../libs/runtime/database';
import { migrations } from '../../libs/runtime/migrations';
import { startEventStoreOf, stopEventStoreOf } from './event-store-of';

export interface TestDatabase {
  readonly url: string;
  /** Fails when a connection was left open: a leak is the fault of the test that leaked. */
  drop(): Promise<void>;
}

const TEMPLATE_LOCK = 7_240_121_099;

/** A database of one's own, and the event store that goes with it, with all tables that migrations make. The logs in these have one id: that of the template. */
export async function testDatabase(): Promise<TestDatabase> {
  return created(`TEMPLATE ${await ensureTemplate()}`);
}

/** A database of one's own in which nothing is. */
export const emptyDatabase = (): Promise<TestDatabase> => created('');

async function created(how: string): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const url = urlOf(name);
  await administer(`CREATE DATABASE ${name} ${how}`);
  await startEventStoreOf(url);
  return {
    url,
    async drop() {
      await stopEventStoreOf(url);
      await dropWhenUnused(name);
    },
  };
}

/** Made by whichever test file comes first, named after what it holds. */
async function ensureTemplate(): Promise<string> {
  const content = createHash('sha256').update(migrations.map(String).join()).digest('hex');
  const template = `template_${content.slice(0, 16)}`;
  await administered(async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [template]);
    if (rowCount !== 0) return;
    const unfinished = `unfinished_${randomUUID().replaceAll('-', '')}`;
    await client.query(`CREATE DATABASE ${unfinished}`);
    const database = await makeDataSource({ connectionString: urlOf(unfinished) }, 2).initialize();
    await migrate(database).finally(() => database.destroy());
    await client.query(`ALTER DATABASE ${unfinished} RENAME TO ${template}`);
  });
  return template;
}

async function dropWhenUnused(name: string): Promise<void> {
  // A connection that was just closed is counted for a moment longer.
  for (let attempt = 0; attempt < 40; attempt++) {
    const inUse = await administered((client) =>
      client.query('SELECT FROM pg_stat_activity WHERE datname = $1', [name]),
    );
    if (inUse.rowCount === 0) break;
    await setTimeout(50);
  }
  await administer(`DROP DATABASE ${name}`);
}

const administer = (statement: string): Promise<void> =>
  administered(async (client) => {
    await client.query(statement);
  });

async function administered<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function serverUrl(): string {
  const url = process.env['TEST_DATABASE_URL'];
  if (url === undefined) throw new Error('no test server: the global setup of jest did not run');
  return url;
}

const urlOf = (database: string): string => serverUrl().replace(/\/[^/]*$/, `/${database}`);
