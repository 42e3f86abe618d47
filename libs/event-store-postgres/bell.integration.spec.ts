import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { testDatabase, type TestDatabase } from '../../test/support/database';
import { newEvent, newStream } from '../../test/support/event-store-contract/sample-events';
import { Bell } from './bell';
import { PostgresEventStore } from './postgres-event-store';

describe('The bell', () => {
  let database: TestDatabase;
  let bell: Bell;

  beforeEach(async () => {
    database = await testDatabase();
    bell = new Bell({ connectionString: database.url });
  });
  afterEach(async () => {
    await bell.close();
    await database.drop();
  });

  /** Nothing but a ring makes it count, so this waits for rings alone. */
  const rung = async (times: number): Promise<number> => {
    while (bell.heard() < times) await setTimeout(5);
    return bell.heard();
  };

  it('rings when it begins to listen, and when another process appended', async () => {
    const elsewhere = new PostgresEventStore({ connectionString: database.url });
    expect(await rung(1)).toBe(1);
    await elsewhere.append(newStream(), 'none', [newEvent()]);
    expect(await rung(2)).toBe(2);
    await elsewhere.append(newStream(), 'none', [newEvent()]);
    expect(await rung(3)).toBe(3);
    await elsewhere.close();
  });

  it('listens again after its connection was lost', async () => {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    await rung(1);
    await client.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND query LIKE 'LISTEN%'`);
    expect(await rung(2)).toBe(2);
    await client.query('NOTIFY ledger_events');
    expect(await rung(3)).toBe(3);
    await client.end();
  });

  it('does not make those wait who missed a ring between reading and waiting', async () => {
    const heard = bell.heard();
    bell.ring();
    const never = new AbortController();
    await expect(bell.wait(heard, never.signal)).resolves.toBeUndefined();
  });

  it('wakes all who wait, and lets nobody wait whose signal was given', async () => {
    const ending = new AbortController();
    const heard = bell.heard();
    const waiting = [1, 2, 3].map(() => bell.wait(heard, new AbortController().signal));
    const ended = bell.wait(heard, ending.signal);
    ending.abort();
    await ended;
    await bell.wait(heard, ending.signal);
    bell.ring();
    expect(await Promise.all(waiting)).toHaveLength(3);
  });
});
