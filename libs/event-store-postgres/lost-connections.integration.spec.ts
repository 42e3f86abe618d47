import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { BEGINNING, type ExpectedRevision } from '#event-sourcing';
import { testDatabase, type TestDatabase } from '../../test/support/database';
import {
  all,
  batchesUntil,
  eventsOf,
  idsOf,
  newEvent,
  newEvents,
  newStream,
} from '../../test/support/event-store-contract/sample-events';
import { PostgresEventStore } from './postgres-event-store';

describe('A lost connection', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;
  let killer: Client;

  beforeEach(async () => {
    database = await testDatabase();
    store = new PostgresEventStore({ connectionString: database.url });
    killer = new Client({ connectionString: database.url });
    await killer.connect();
  });
  afterEach(async () => {
    await store.close();
    await killer.end();
    await database.drop();
  });

  /** Ends the connections of this database whose last statement is like the pattern; says how many there were. */
  const kill = async (statement: string): Promise<number> => {
    const { rowCount } = await killer.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE $1`,
      [statement],
    );
    return rowCount ?? 0;
  };
  const killOnce = async (statement: string): Promise<void> => {
    while ((await kill(statement)) === 0) await setTimeout(5);
  };

  it.each<[ExpectedRevision]>([['none'], ['any']])(
    'of the writer: every acknowledged append is there exactly once, and the store goes on (%s)',
    async (expected) => {
      const acknowledged: string[] = [];
      let writing = true;
      const caller = async (): Promise<void> => {
        while (writing) {
          const events = newEvents(2);
          await store.append(newStream(), expected, events);
          acknowledged.push(...idsOf(events));
        }
      };
      const callers = Promise.all(Array.from({ length: 8 }, caller));
      for (let kills = 0; kills < 20; kills++) {
        const before = acknowledged.length;
        await killOnce('%ledger.append%');
        // The store has a bounded patience: it may get one batch through before the next blow.
        while (acknowledged.length === before) await setTimeout(5);
      }
      writing = false;
      await callers;
      expect(acknowledged.length).toBeGreaterThan(0);
      expect(idsOf(await all(store.readAll(BEGINNING))).toSorted()).toEqual(acknowledged.toSorted());
    },
  );

  it('of every kind at once is made anew', async () => {
    await store.append(newStream(), 'none', [newEvent()]);
    await kill('%');
    const event = newEvent();
    const { position } = await store.append(newStream(), 'none', [event]);
    expect(idsOf(await all(store.readAll(position - 1n)))).toEqual([event.id]);
  });

  it('of the notifications: subscribers go on', async () => {
    const events = newEvents(40);
    const subscribers = [1, 7].map((batchSize) =>
      batchesUntil(store, { after: BEGINNING, batchSize }, (batch) =>
        batch.events.some(({ id }) => id === events.at(-1)?.id),
      ),
    );
    for (const [index, event] of events.entries()) {
      if (index % 10 === 0) await killOnce('LISTEN%');
      await store.append(newStream(), 'none', [event]);
    }
    for (const batches of await Promise.all(subscribers))
      expect(idsOf(eventsOf(batches))).toEqual(idsOf(events));
  });

  it('of the readers: subscribers go on', async () => {
    const events = newEvents(40);
    const subscriber = batchesUntil(store, { after: BEGINNING, batchSize: 3 }, (batch) =>
      batch.events.some(({ id }) => id === events.at(-1)?.id),
    );
    for (const [index, event] of events.entries()) {
      if (index % 10 === 0) await killOnce('%WHERE position > $1%');
      await store.append(newStream(), 'none', [event]);
    }
    expect(idsOf(eventsOf(await subscriber))).toEqual(idsOf(events));
  });
});
