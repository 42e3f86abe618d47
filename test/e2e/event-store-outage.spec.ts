import { setTimeout } from 'node:timers/promises';
import { after, type Answer } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { StubServer } from '../support/event-store-db';
import { eventually } from '../support/eventually';
import { OWNER, registration, startService, type Service } from '../support/service';
import { runScript } from '../support/service-process';

const WRITERS = 4;

/** Machines are shared: what is waited for takes as long as it takes. */
const patiently = (expectations: () => unknown) => eventually(expectations, 100_000);

let server: StubServer;
let database: TestDatabase;
let service: Service;

const inEventStoreDb = () => ({ EVENT_STORE: 'eventstoredb', EVENTSTOREDB_URL: server.connectionString });

beforeAll(async () => {
  server = await StubServer.started();
  database = await testDatabase();
  service = await startService(database.url, inEventStoreDb());
});

afterAll(async () => {
  await service.stop();
  await server.stop();
  await database.drop();
});

describe('An EventStoreDB that goes away and comes back', () => {
  it.each<['killed' | 'frozen', () => unknown, () => unknown]>([
    ['killed', () => server.stop(), () => server.start()],
    ['frozen', () => server.freeze(), () => server.thaw()],
  ])('%s: writes are told to come again, views can be read, and nothing is lost', async (how, end, begin) => {
    const owner = service.admin.with({ 'ledger-account': OWNER });
    const made = new Map<string, Answer>();
    const refused: Answer[] = [];
    let isOver = false;
    const write = async (number: number): Promise<void> => {
      for (let count = 0; !isOver; count++) {
        const key = `${how}-${number}-${count}`;
        while (!made.has(key) && !isOver) {
          const answer = await owner.post('/v1/images', registration({ name: key }), {
            'idempotency-key': key,
          });
          if (answer.status === 201) made.set(key, answer);
          else refused.push(answer);
          await setTimeout(20);
        }
      }
    };
    const traffic = Promise.all(Array.from({ length: WRITERS }, (_, number) => write(number)));
    try {
      await patiently(() => expect(made.size).toBeGreaterThan(8));
      const [known] = [...made.values()] as [Answer];
      expect((await owner.get(`/v1/images/${known.body.imageId}`, after(known))).status).toBe(200);

      await end();
      const down = await service.admin.get('/health/ready');
      expect(down.status).toBe(503);
      expect(down.headers.get('retry-after')).toBe('1');
      expect(down.body).toMatchObject({ ready: false, eventStore: 'unreachable', database: 'reachable' });
      await patiently(() => expect(refused.length).toBeGreaterThan(WRITERS));
      for (const path of [
        `/v1/images/${known.body.imageId}`,
        '/v1/images?limit=5',
        '/health/live',
        '/metrics',
      ])
        expect({ path, answer: await owner.get(path, after(known)) }).toMatchObject({
          path,
          answer: { status: 200 },
        });

      const before = made.size;
      await begin();
      await patiently(() => expect(made.size).toBeGreaterThan(before + 8));
      await patiently(async () => {
        const { status, body } = await service.admin.get('/health/ready');
        expect({ status, body }).toMatchObject({
          status: 200,
          body: { ready: true, eventStore: 'reachable' },
        });
      });
    } finally {
      isOver = true;
      await traffic;
    }

    for (const { status, headers, body } of refused)
      expect([status, headers.get('retry-after'), body.code]).toEqual([503, '1', expect.any(String)]);
    expect(refused.map(({ body }) => body.code as string)).toContain('event-store-unavailable');
    const last = [...made.values()].at(-1) as Answer;
    for (const [name, { body }] of made) {
      await patiently(async () => {
        const image = await owner.get(`/v1/images/${body.imageId}`, after(last));
        expect(image.body).toMatchObject({ name, state: 'available' });
      });
    }
  });

  it('left views that equal their rebuild', async () => {
    const { code, output } = await runScript('apps/standalone/rebuild.js', ['--compare'], {
      DATABASE_URL: database.url,
      ...inEventStoreDb(),
    });
    expect({ code, output }).toMatchObject({ code: 0 });
  });

  it('that cannot be reached stops a start, which says so without the connection string', async () => {
    const { code, output } = await runScript('apps/api/main.js', [], {
      DATABASE_URL: database.url,
      EVENT_STORE: 'eventstoredb',
      EVENTSTOREDB_URL: 'esdb://127.0.0.1:1?tls=false&connectionName=very-secret',
    });
    expect(code).toBe(1);
    expect(output).toContain('The start failed: ');
    expect(output).not.toContain('very-secret');
  });
});
