import { setTimeout } from 'node:timers/promises';
import { after, type Answer, type Caller } from '../support/caller';
import { eventually } from '../support/eventually';
import { OwnPostgres } from '../support/own-postgres';
import { OWNER, registration, startService, type Service } from '../support/service';

const WRITERS = 6;
const READERS = 3;

const postgres = new OwnPostgres();
let service: Service;

beforeAll(async () => {
  await postgres.start();
  service = await startService(postgres.url);
});

afterAll(async () => {
  await postgres.remove();
});

/** What callers were told while they went on and on. */
interface Told {
  readonly what: string;
  readonly status: number;
  readonly retryAfter: string | null;
  readonly code?: string;
}

describe('A database that goes away and comes back', () => {
  it.each<['stopped' | 'killed', number, () => Promise<void>]>([
    ['stopped', 20, () => postgres.stop()],
    ['killed', 3, () => postgres.crash()],
  ])(
    '%s for %i s: no acknowledged write is lost, who is told no is told to come again',
    async (how, seconds, end) => {
      const member = await service.caller(OWNER);
      const made = new Map<string, Answer>();
      const told: Told[] = [];
      let isOver = false;
      const note = (what: string, { status, headers, body }: Answer): void =>
        void told.push({ what, status, retryAfter: headers.get('retry-after'), code: body.code });

      const write = async (caller: Caller, number: number): Promise<void> => {
        for (let count = 0; !isOver; count++) {
          const key = `wish-${how}-${number}-${count}`;
          for (let sent = 1; ; sent++) {
            const body = registration({ name: key });
            const answer = await caller.post('/v1/images', body, { 'idempotency-key': key });
            note('write', answer);
            if (answer.status === 201) made.set(key, answer);
            if (answer.status === 201 || isOver) break;
            await setTimeout(50);
          }
        }
      };
      const read = async (caller: Caller): Promise<void> => {
        for (; !isOver; await setTimeout(20)) {
          note('list', await caller.get('/v1/images?limit=5'));
          const [image] = [...made.values()].slice(-1);
          if (image === undefined) continue;
          const path = `/v1/images/${image.body.imageId}`;
          note('get', await caller.get(path, after(image)));
          note('as of', await caller.get(`${path}?asOf=${new Date(Date.now() - 50).toISOString()}`));
          note('metrics', await caller.get('/metrics'));
        }
      };
      const callers = [member, service.admin.with({ 'ledger-account': OWNER })];
      const traffic = Promise.all([
        ...Array.from({ length: WRITERS }, (_, number) => write(callers[number % 2] ?? member, number)),
        ...Array.from({ length: READERS }, (_, number) => read(callers[number % 2] ?? member)),
      ]);
      await eventually(() => expect(made.size).toBeGreaterThan(20));

      await end();
      const down = await service.admin.get('/health/ready');
      expect(down.status).toBe(503);
      expect(down.headers.get('retry-after')).toBe('1');
      expect(down.body).toMatchObject({ ready: false, eventStore: 'unreachable', database: 'unreachable' });
      await setTimeout(seconds * 1_000);
      const before = made.size;
      await postgres.start();

      await eventually(() => expect(made.size).toBeGreaterThan(before + 20));
      const up = await eventually(async () => {
        const { status, body } = await service.admin.get('/health/ready');
        expect({ status, state: body.state }).toEqual({ status: 200, state: 'active' });
        return body;
      });
      expect(up).toMatchObject({ ready: true, eventStore: 'reachable', database: 'reachable' });
      isOver = true;
      await traffic;

      const no = told.filter(({ status }) => status >= 300);
      expect(new Set(no.map(({ what }) => what))).toEqual(new Set(['write', 'list', 'get', 'as of']));
      expect(no.filter(({ status, retryAfter }) => status !== 503 || retryAfter !== '1')).toEqual([]);

      const last = [...made.values()].at(-1);
      const images: { imageId: string; name: string }[] = [];
      for (let cursor = ''; ;) {
        const { status, body } = await member.get(
          `/v1/images?owner=self&limit=1000${cursor}`,
          last && after(last),
        );
        expect(status).toBe(200);
        images.push(...body.items);
        if (body.nextCursor === undefined) break;
        cursor = `&cursor=${body.nextCursor}`;
      }
      const names = new Map(images.map(({ imageId, name }) => [name, imageId]));
      for (const [name, { body }] of made) expect(names.get(name)).toBe(body.imageId);
    },
  );

  it('does not keep a process from stopping', async () => {
    await postgres.stop();
    await service.stop();
    await expect(service.admin.get('/health/live')).rejects.toThrow('fetch failed');
  });
});
