import { Client } from 'pg';
import { testDatabase, type TestDatabase } from '../../test/support/database';
import { newEvent, newStream } from '../../test/support/event-store-contract/sample-events';
import { PostgresEventStore } from './postgres-event-store';

describe('When the clock of the database went back', () => {
  const later = new Date(Date.now() + 3_600_000);
  let database: TestDatabase;
  let store: PostgresEventStore;

  beforeEach(async () => {
    database = await testDatabase();
    store = new PostgresEventStore({ connectionString: database.url });
    const client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query(
      `INSERT INTO ledger.events (position, event_id, stream, revision, type, data, metadata, recorded_at)
       VALUES (1, gen_random_uuid(), 'from-the-future', 0, 'ThingHappened', '{}', '{}', $1)`,
      [later],
    );
    await client.end();
  });
  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  it('an event is recorded no earlier than the one before it', async () => {
    const { recordedAt, position } = await store.append(newStream(), 'none', [newEvent()]);
    expect(recordedAt).toEqual(later);
    expect(position).toBe(2n);
  });

  it('the head has no time yet at which what comes next may be recorded', async () => {
    const { at } = await store.head();
    const { recordedAt } = await store.append(newStream(), 'none', [newEvent()]);
    expect(recordedAt.getTime()).toBeGreaterThan(at.getTime());
  });
});
