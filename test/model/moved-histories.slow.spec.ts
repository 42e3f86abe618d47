import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { copyLog } from '../../apps/standalone/copy-log/copy-log';
import { BEGINNING, type EventStore } from '../../libs/event-sourcing';
import { EventStoreDbEventStore } from '../../libs/event-store-db';
import { makeDataSource } from '../../libs/runtime/database';
import { projectors } from '../../libs/views';
import { testDatabase, type TestDatabase } from '../support/database';
import { all } from '../support/event-store-contract/sample-events';
import { StubServer } from '../support/event-store-db';
import { viewRows } from '../support/view-rows';
import { Views } from './answers';
import { anyStep, firstSteps } from './any-step';
import { History } from './history';
import { anyQuestion, type Question } from './questions';

const [STEPS, QUESTIONS] = [70, 300];

let home: TestDatabase;
let database: DataSource;
let other: StubServer;
let copy: EventStore;

beforeAll(async () => {
  home = await testDatabase();
  database = await makeDataSource({ connectionString: home.url }, 10).initialize();
});
beforeEach(async () => {
  other = await StubServer.started();
  copy = new EventStoreDbEventStore(other.connectionString);
});
afterEach(async () => {
  await copy.close();
  await other.stop();
});
afterAll(async () => {
  await database.destroy();
  await home.drop();
});

async function anyHistory(seed: number): Promise<History> {
  const [steps = []] = fc.sample(fc.array(anyStep, { minLength: STEPS, maxLength: STEPS }), {
    seed,
    numRuns: 1,
  });
  const history = new History();
  for (const step of [...firstSteps, ...steps]) await history.take(step);
  return history;
}

/** Of all views, with the number of an event for its position. */
async function rowsOf(store: EventStore): Promise<readonly string[]> {
  const log = await all(store.readAll(BEGINNING));
  return viewRows(database, new Map(log.map(({ position }, index) => [position.toString(), index])));
}

interface Told {
  readonly answers: number;
  readonly rows: readonly string[];
}

/** Every question is answered as the model answers it, so that all who answer it answer the same. */
async function tellAll(
  history: History,
  store: EventStore,
  questions: readonly Question[],
): Promise<{ readonly before: Told; readonly rebuilt: Told }> {
  const views = await Views.following(database, history, { store, followed: projectors });
  const told = async () => ({ answers: await views.check(questions), rows: await rowsOf(store) });
  try {
    await views.settle();
    const before = await told();
    await views.rebuild();
    return { before, rebuilt: await told() };
  } finally {
    await views.close();
  }
}

describe('A history', () => {
  it.each([20_260_304])(
    'answers the same once every view is made anew, and from the copy of its log in the other store (seed %i)',
    async (seed) => {
      const history = await anyHistory(seed);
      const { store } = history.ledger;
      const questions = fc.sample(anyQuestion, { seed, numRuns: QUESTIONS });
      const { before, rebuilt } = await tellAll(history, store, questions);
      expect(before.answers).toBeGreaterThan(QUESTIONS);
      expect(before.rows.length).toBeGreaterThan(STEPS);
      expect(rebuilt).toEqual(before);

      const { events } = await copyLog(store, copy, () => {});
      expect(events).toBe(store.log.length);
      await store.close();
      const moved = await tellAll(history, copy, questions);
      expect(moved.before).toEqual(before);
      expect(moved.rebuilt).toEqual(before);
    },
  );
});
