import { setTimeout } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { BEGINNING, type EventStore, type RecordedEvent } from '../../libs/event-sourcing';
import { EventStoreDbEventStore } from '../../libs/event-store-db';
import { PostgresEventStore } from '../../libs/event-store-postgres';
import { makeDataSource, migrate } from '../../libs/runtime/database';
import { after, type Answer } from '../support/caller';
import { emptyDatabase, testDatabase, type TestDatabase } from '../support/database';
import { all, newEvent } from '../support/event-store-contract/sample-events';
import { StubServer } from '../support/event-store-db';
import { eventually } from '../support/eventually';
import { askOfThePast } from '../support/questions-of-the-past';
import { writeRichLedger } from '../support/rich-ledger';
import { OWNER, registration, startService, type Service } from '../support/service';
import { runScript } from '../support/service-process';
import { viewRows } from '../support/view-rows';

const PROCESS_POSITIONS = `SELECT name, position FROM views.positions WHERE name LIKE 'process/%' ORDER BY name`;

/** Whichever store the other specs are run on: this one names both. */
const IN_POSTGRES = { EVENT_STORE: 'postgres' };

let source: TestDatabase;
let target: TestDatabase;
let original: readonly RecordedEvent[];
let rows: readonly string[];
let answers: ReadonlyMap<string, Answer['body']>;
let processes: readonly string[];

const copyLog = (...options: readonly string[]): ReturnType<typeof runScript> =>
  runScript('apps/standalone/copy-log.js', options, {});

async function withStore<T>(url: string, work: (store: EventStore) => Promise<T>): Promise<T> {
  const store = url.startsWith('esdb:')
    ? new EventStoreDbEventStore(url)
    : new PostgresEventStore({ connectionString: url });
  return work(store).finally(() => store.close());
}

async function withDatabase<T>(url: string, work: (database: DataSource) => Promise<T>): Promise<T> {
  const database = await makeDataSource({ connectionString: url }, 4).initialize();
  return work(database).finally(() => database.destroy());
}

const logOf = (url: string): Promise<RecordedEvent[]> =>
  withStore(url, (store) => all(store.readAll(BEGINNING)));

const counted = (log: readonly RecordedEvent[]): ReadonlyMap<string, number> =>
  new Map(log.map(({ position }, index) => [position.toString(), index]));

/** Until nothing is recorded any more and every reader has seen it all. */
async function standsStill({ admin }: Service, url: string): Promise<readonly RecordedEvent[]> {
  return eventually(async () => {
    const log = await logOf(url);
    await setTimeout(1_200);
    expect(await logOf(url)).toHaveLength(log.length);
    const { body } = await admin.get('/health/ready');
    expect(body.readers.filter(({ lag }: { lag: number }) => lag > 0)).toEqual([]);
    return log;
  });
}

beforeAll(async () => {
  [source, target] = [await testDatabase(), await emptyDatabase()];
  const service = await startService(source.url, IN_POSTGRES);
  try {
    const owner = await writeRichLedger(service);
    answers = await askOfThePast(owner, await logOf(source.url));
    original = await standsStill(service, source.url);
  } finally {
    await service.stop();
  }
  await withDatabase(source.url, async (database) => {
    rows = await viewRows(database, counted(original));
    processes = (await database.query<{ name: string }[]>(PROCESS_POSITIONS)).map(({ name }) => name);
  });
});

afterAll(async () => {
  await source.drop();
  await target.drop();
});

describe('A ledger that moves from one PostgreSQL to another', () => {
  it('is copied as it is, with the keys of persons', async () => {
    const { code, output } = await copyLog('--from', source.url, '--to', target.url);
    expect(output).toContain(`Both logs hold the same ${original.length} events, in the same order.`);
    expect(output).toMatch(/access\.personal_keys: [1-9]\d* rows, the same in both databases/);
    expect(code).toBe(0);
    expect(output).not.toContain('password');
    const copied = await logOf(target.url);
    const contentOf = ({ position: _position, ...event }: RecordedEvent) => event;
    expect(copied.map(contentOf)).toEqual(original.map(contentOf));
    const ids = await Promise.all(
      [source, target].map(({ url }) => withStore(url, (store) => store.logId())),
    );
    expect(new Set(ids).size).toBe(2);
  });

  it('lets every process manager go on after the event that it had come to', async () => {
    const [before, now] = await Promise.all(
      [source, target].map(({ url }) =>
        withDatabase(url, (database) =>
          database.query<{ name: string; position: string }[]>(PROCESS_POSITIONS),
        ),
      ),
    );
    const [was, is] = [counted(original), counted(await logOf(target.url))];
    const last = original.length - 1;
    expect(now?.map(({ name }) => name)).toEqual(processes);
    expect(now?.map(({ position }) => is.get(position))).toEqual(
      before?.map(({ position }) => was.get(position) ?? last),
    );
  });

  it('is not copied over what was written to the copy, nor into itself', async () => {
    const other = await emptyDatabase();
    try {
      await withDatabase(other.url, migrate);
      await withStore(other.url, (store) => store.append('thing-1', 'none', [newEvent()]));
      const refused = await copyLog('--from', source.url, '--to', other.url);
      expect(refused).toMatchObject({
        code: 1,
        output: expect.stringMatching(/event 1 is not the same in both/),
      });
      expect(await logOf(other.url)).toHaveLength(1);
    } finally {
      await other.drop();
    }
    const itself = await copyLog('--from', source.url, '--to', source.url);
    expect(itself).toMatchObject({ code: 1, output: expect.stringMatching(/are the same log/) });
  });

  it('answers every question about the past as before, from views that are the same row for row, and goes on', async () => {
    const service = await startService(target.url, IN_POSTGRES);
    try {
      const owner = service.admin.with({ 'ledger-account': OWNER });
      await standsStill(service, target.url);
      const log = await logOf(target.url);
      // No process manager found anything to do.
      expect(log).toHaveLength(original.length);
      await withDatabase(target.url, async (database) => {
        expect(await viewRows(database, counted(log))).toEqual(rows);
      });
      expect(await askOfThePast(owner, original)).toEqual(answers);

      const written = await owner.post('/v1/images', registration());
      expect(written.status).toBe(201);
      const { status } = await owner.get(`/v1/images/${written.body.imageId}`, after(written));
      expect(status).toBe(200);
      const [next] = (await logOf(target.url)).slice(original.length);
      expect(next?.recordedAt.getTime()).toBeGreaterThan(original.at(-1)?.recordedAt.getTime() ?? Infinity);
    } finally {
      await service.stop();
    }
    const again = await copyLog('--from', source.url, '--to', target.url);
    expect(again).toMatchObject({
      code: 1,
      output: expect.stringMatching(/the target holds more than the \d+ events/),
    });
  });
});

describe('A ledger that moves to EventStoreDB and back', () => {
  const contentOf = ({ position: _position, ...event }: RecordedEvent) => event;
  let server: StubServer;
  let beside: TestDatabase;
  let home: TestDatabase;

  beforeAll(async () => {
    server = await StubServer.started();
    [beside, home] = [await emptyDatabase(), await emptyDatabase()];
  });
  afterAll(async () => {
    await server.stop();
    await beside.drop();
    await home.drop();
  });

  it('is copied as it is, and once more finds nothing to do', async () => {
    const options = ['--from', source.url, '--to', server.connectionString, '--to-database', beside.url];
    const { code, output } = await copyLog(...options);
    expect(output).toContain(`${original.length} events copied. Both logs hold the same ${original.length}`);
    expect(code).toBe(0);
    expect(await copyLog(...options)).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^0 events copied/m),
    });
    expect((await logOf(server.connectionString)).map(contentOf)).toEqual(original.map(contentOf));
  });

  it('answers every question about the past as before, from views that are the same row for row', async () => {
    const log = await logOf(server.connectionString);
    const service = await startService(beside.url, {
      EVENT_STORE: 'eventstoredb',
      EVENTSTOREDB_URL: server.connectionString,
    });
    try {
      await withDatabase(beside.url, (database) =>
        eventually(async () => expect(await viewRows(database, counted(log))).toEqual(rows)),
      );
      expect(await askOfThePast(service.admin.with({ 'ledger-account': OWNER }), original)).toEqual(answers);
      expect(await logOf(server.connectionString)).toHaveLength(original.length);
    } finally {
      await service.stop();
    }
  });

  it('comes back as it was, and goes on', async () => {
    const options = ['--from', server.connectionString, '--from-database', beside.url, '--to', home.url];
    expect(await copyLog(...options)).toMatchObject({ code: 0 });
    expect((await logOf(home.url)).map(contentOf)).toEqual(original.map(contentOf));
    const service = await startService(home.url, IN_POSTGRES);
    try {
      const written = await service.admin
        .with({ 'ledger-account': OWNER })
        .post('/v1/images', registration());
      expect(written.status).toBe(201);
    } finally {
      await service.stop();
    }
    const [next] = (await logOf(home.url)).slice(original.length);
    expect(next?.recordedAt.getTime()).toBeGreaterThan(original.at(-1)?.recordedAt.getTime() ?? Infinity);
  });
});
