import { InvalidAppend } from '#event-sourcing';
import { testDatabase, type TestDatabase } from '../../test/support/database';
import {
  all,
  idsOf,
  newEvent,
  newStream,
  readStream,
} from '../../test/support/event-store-contract/sample-events';
import { PostgresEventStore } from './postgres-event-store';

/** Canonical JSON never holds it, but nothing keeps a caller from trying. */
const poison = newEvent({ data: '"\u0000"' });

describe('An append that the database cannot take', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;

  beforeEach(async () => {
    database = await testDatabase();
    store = new PostgresEventStore({ connectionString: database.url });
  });
  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  it('is refused whole', async () => {
    const stream = newStream();
    await expect(store.append(stream, 'none', [newEvent(), poison])).rejects.toThrow(InvalidAppend);
    expect(await readStream(store, stream)).toEqual([]);
  });

  it('does not fail those that were grouped with it', async () => {
    const streams = Array.from({ length: 10 }, () => newStream());
    const good = streams.map(() => newEvent());
    const appends = streams.map((stream, index) => {
      const events = index === 4 ? [poison] : [good[index] ?? poison];
      return store.append(stream, 'none', events);
    });
    const results = await Promise.allSettled(appends);
    const failed = results.flatMap((result, index) => (result.status === 'rejected' ? [index] : []));
    expect(failed).toEqual([4]);
    const recorded = idsOf(await all(store.readAll(0n)));
    expect(recorded).toEqual(idsOf(good.filter((_, index) => index !== 4)));
  });
});
