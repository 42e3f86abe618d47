import { Client } from 'pg';
import { BEGINNING, WrongExpectedRevision, type EventStore } from '#event-sourcing';
import { testDatabase, type TestDatabase } from '../../test/support/database';
import {
  all,
  batchesUntil,
  eventsOf,
  idsOf,
  newEvent,
  newEvents,
  newStream,
  readStream,
} from '../../test/support/event-store-contract/sample-events';
import { PostgresEventStore } from './postgres-event-store';

describe('Several processes that write one log', () => {
  let database: TestDatabase;
  let stores: EventStore[];

  beforeEach(async () => {
    database = await testDatabase();
    stores = [1, 2, 3].map(() => new PostgresEventStore({ connectionString: database.url }));
  });
  afterEach(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await database.drop();
  });

  /** Four callers in each of the processes. */
  const write = (appends: number): Promise<unknown> =>
    Promise.all(
      [...stores, ...stores, ...stores, ...stores].map(async (store) => {
        for (let n = 0; n < appends; n++) await store.append(newStream(), 'none', newEvents(1 + (n % 3)));
      }),
    );

  it('get positions without gaps, in the order of their commits', async () => {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    let writing = true;
    const done = write(40).finally(() => (writing = false));
    const looks: [seen: number, last: number][] = [];
    while (writing) {
      const { rows } = await client.query<{ seen: number; last: number }>(
        'SELECT count(*)::integer AS seen, coalesce(max(position), 0)::integer AS last FROM ledger.events',
      );
      looks.push(...rows.map(({ seen, last }): [number, number] => [seen, last]));
    }
    await done;
    await client.end();
    // Whatever a snapshot holds is the beginning of the log: nothing that is committed later gets in between.
    expect(looks.filter(([seen, last]) => seen !== last)).toEqual([]);
    const log = await all((stores[0] as EventStore).readAll(BEGINNING));
    expect(log.map(({ position }) => position)).toEqual(log.map((_, index) => BigInt(index + 1)));
    const times = log.map(({ recordedAt }) => recordedAt.getTime());
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('are heard by subscribers of all of them, who miss nothing', async () => {
    const last = newEvent();
    const reading = stores.flatMap((store) =>
      [3, 1_000].map((batchSize) =>
        batchesUntil(store, { after: BEGINNING, batchSize }, ({ events }) =>
          events.some(({ id }) => id === last.id),
        ),
      ),
    );
    await write(20);
    await stores[1]?.append(newStream(), 'none', [last]);
    const log = idsOf(await all((stores[2] as EventStore).readAll(BEGINNING)));
    for (const batches of await Promise.all(reading)) expect(idsOf(eventsOf(batches))).toEqual(log);
  });

  it('win at most once at one revision', async () => {
    const stream = newStream();
    const appends = [...stores, ...stores, ...stores].map((store) =>
      store.append(stream, 'none', newEvents(2)),
    );
    const results = await Promise.allSettled(appends);
    const lost = results.flatMap((result) =>
      result.status === 'rejected' ? [result.reason as unknown] : [],
    );
    expect(lost).toHaveLength(appends.length - 1);
    for (const reason of lost) expect(reason).toBeInstanceOf(WrongExpectedRevision);
    expect(await readStream(stores[0] as EventStore, stream)).toHaveLength(2);
  });

  it('record once what several of them were asked to', async () => {
    const stream = newStream();
    const events = newEvents(3);
    const answers = await Promise.all(
      [...stores, ...stores].map((store) => store.append(stream, 'any', events)),
    );
    expect(new Set(answers.map(({ position }) => position)).size).toBe(1);
    expect(idsOf(await readStream(stores[0] as EventStore, stream))).toEqual(idsOf(events));
  });

  it('name the same log', async () => {
    const ids = await Promise.all(stores.map((store) => store.logId()));
    expect(new Set(ids).size).toBe(1);
  });
});
