import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { testDatabase, type TestDatabase } from '../../test/support/database';
import { PostgresEventStore } from './postgres-event-store';

const APPEND = `
  SELECT "position"::integer AS position, recorded_at FROM ledger.append(
    '{slow}', '{-1}', '{1}', '{1}', '{0}', ARRAY[gen_random_uuid()], '{ThingHappened}', '{"{}"}', '{"{}"}')`;

describe('The head while a writer has not committed yet', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;
  let writer: Client;

  beforeEach(async () => {
    database = await testDatabase();
    store = new PostgresEventStore({ connectionString: database.url });
    writer = new Client({ connectionString: database.url });
    await writer.connect();
  });
  afterEach(async () => {
    await writer.end();
    await store.close();
    await database.drop();
  });

  it('is answered only when what the writer dated is at or before it', async () => {
    await writer.query('BEGIN');
    const { rows } = await writer.query<{ position: number; recorded_at: Date }>(APPEND);
    await setTimeout(10);
    const asked = store.head();
    await Promise.race([asked, setTimeout(200)]);
    await writer.query('COMMIT');
    const { position, at } = await asked;
    expect(at.getTime()).toBeGreaterThan(rows[0]?.recorded_at.getTime() ?? Infinity);
    expect(position).toBe(1n);
  });
});
