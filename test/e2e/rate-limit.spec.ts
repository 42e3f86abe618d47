import { Caller, type Answer } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { eventStoreOf } from '../support/event-store-of';
import { eventually } from '../support/eventually';
import { FRIEND, OWNER, registration, startService, type Service } from '../support/service';

const LIMIT = 20;

let database: TestDatabase;
let service: Service;

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.url, { LEDGER_RATE_LIMIT: String(LIMIT) });
});

afterAll(async () => {
  await service.stop();
  await database.drop();
});

/** Far more than are allowed, at once. */
const burst = (call: () => Promise<Answer>): Promise<readonly Answer[]> =>
  Promise.all(Array.from({ length: LIMIT * 5 }, call));

const refused = (answers: readonly Answer[]): readonly Answer[] =>
  answers.filter(({ status }) => status === 429);

describe('A caller that sends too many requests', () => {
  it('is told when to come again, and is let in then; nobody else notices', async () => {
    const busy = await service.caller(OWNER, ['member'], 'busy@example.com');
    const colleague = await service.caller(OWNER, ['member'], 'calm@example.com');
    const namesake = await service.caller(FRIEND, ['member'], 'busy@example.com');
    const answers = await burst(() => busy.get('/v1/images?limit=1'));
    const late = refused(answers);
    expect(late.length).toBeGreaterThan(0);
    expect(answers.length - late.length).toBeGreaterThanOrEqual(LIMIT);
    expect(late[0]).toMatchObject({
      status: 429,
      body: { code: 'too-many-requests', ec2Code: 'RequestLimitExceeded' },
    });
    expect(late[0]?.headers.get('retry-after')).toBe('1');
    for (const other of [colleague, namesake]) expect((await other.get('/v1/images')).status).toBe(200);
    await eventually(async () => expect((await busy.get('/v1/images')).status).toBe(200), 5_000);
  });

  it('is the same caller with another token', async () => {
    const one = await service.caller(OWNER, ['member'], 'twice@example.com');
    const other = await service.caller(OWNER, ['reader'], 'twice@example.com');
    const both = await Promise.all([
      burst(() => one.get('/v1/images')),
      burst(() => other.get('/v1/images')),
    ]);
    for (const answers of both) expect(refused(answers).length).toBeGreaterThan(0);
  });

  it('leaves nothing on record of what came too often, also of what it may not do', async () => {
    const reader = await service.caller('777788889999', ['reader'], 'eager@example.com');
    const answers = await burst(() => reader.post('/v1/images', registration()));
    const told = answers.filter(({ status }) => status === 403).length;
    expect(told).toBe(answers.length - refused(answers).length);
    expect(refused(answers).length).toBeGreaterThan(0);
    const store = eventStoreOf(database.url);
    const recorded = async (): Promise<number> => {
      let count = 0;
      for await (const _ of store.readStream('refusals-777788889999')) count += 1;
      return count;
    };
    try {
      // Of what was refused for its role, as many are on record as there is a budget for.
      await eventually(async () => expect(await recorded()).toBe(Math.min(told, 60)));
    } finally {
      await store.close();
    }
  });
});

describe('Who has no good token', () => {
  it('is counted by its address, and takes nothing from who comes in from there', async () => {
    const guesser = new Caller(service.url, 'ilt_guess');
    const calm = await service.caller(OWNER, ['member'], 'beside@example.com');
    const answers = await burst(() => guesser.get('/v1/images'));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401, 429]));
    expect((await calm.get('/v1/images')).status).toBe(200);
  });

  it('may look at health and documentation as often as it likes', async () => {
    const anybody = new Caller(service.url, undefined);
    for (const path of ['/health/live', '/openapi.json'])
      expect(refused(await burst(() => anybody.get(path)))).toEqual([]);
  });
});
