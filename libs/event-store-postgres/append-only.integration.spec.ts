import { Client } from 'pg';
import { testDatabase, type TestDatabase } from '../../test/support/database';
import { newEvents, newStream, readStream } from '../../test/support/event-store-contract/sample-events';
import { PostgresEventStore } from './postgres-event-store';

describe('The table of the log', () => {
  const stream = newStream();
  let database: TestDatabase;
  let store: PostgresEventStore;
  let client: Client;

  beforeAll(async () => {
    database = await testDatabase();
    store = new PostgresEventStore({ connectionString: database.url });
    client = new Client({ connectionString: database.url });
    await client.connect();
    await store.append(stream, 'none', newEvents(3));
  });
  afterAll(async () => {
    await client.end();
    await store.close();
    await database.drop();
  });

  describe.each(['origin', 'replica'])('in a session whose replication role is %s', (role) => {
    beforeEach(() => client.query(`SET session_replication_role = ${role}`));

    it.each([
      [`UPDATE ledger.events SET data = '{}'`],
      ['UPDATE ledger.events SET recorded_at = now() WHERE position = 2'],
      ['DELETE FROM ledger.events WHERE position = 3'],
      ['DELETE FROM ledger.events WHERE false'],
      ['TRUNCATE ledger.events'],
      ['UPDATE ledger.log SET id = gen_random_uuid()'],
      ['DELETE FROM ledger.log'],
      ['TRUNCATE ledger.log'],
    ])('refuses %s', async (statement) => {
      const [before, id] = [await readStream(store, stream), await store.logId()];
      await expect(client.query(statement)).rejects.toThrow('the log is append-only');
      expect(await readStream(store, stream)).toEqual(before);
      expect(await store.logId()).toBe(id);
    });
  });

  it('holds one log and no other', async () => {
    await expect(client.query('INSERT INTO ledger.log DEFAULT VALUES')).rejects.toThrow('duplicate key');
  });
});
