import { Controller, Module } from '@nestjs/common';
import { Type } from 'typebox';
import { ApiModule } from '../../apps/api/api.module';
import { endpoint } from '../../apps/api/http/endpoint';
import { Endpoint } from '../../apps/api/http/endpoint.decorator';
import { ProjectorModule } from '../../apps/projector/projector.module';
import { after, type Answer, type Caller } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { eventStoreOf } from '../support/event-store-of';
import { eventually } from '../support/eventually';
import { FRIEND, OWNER, registration, startService, type Service } from '../support/service';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const traceparent = `00-${TRACE}-b7ad6b7169203331-01`;

const broken = endpoint({
  method: 'GET',
  path: '/v1/broken',
  allow: ['reader'],
  tag: 'tests',
  summary: 'Fails',
  answer: Type.Object({}),
});
@Controller()
class Broken {
  @Endpoint(broken)
  fail(): never {
    throw new TypeError('something is wrong inside');
  }
}
@Module({ controllers: [Broken] })
class BrokenModule {}

let database: TestDatabase;
let service: Service;
let owner: Caller;
const lines: string[] = [];

beforeAll(async () => {
  database = await testDatabase();
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(String(text));
    return true;
  });
  const modules = [ApiModule, ProjectorModule, BrokenModule];
  service = await startService(database.url, { LOG_LEVEL: 'info' }, modules);
  owner = service.admin.with({ 'ledger-account': OWNER });
});

afterAll(async () => {
  await service.stop();
  jest.restoreAllMocks();
  await database.drop();
});

const correlationOf = ({ headers }: Answer): string | null => headers.get('ledger-correlation');

const logged = (correlationId: string | null): readonly Record<string, unknown>[] =>
  lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((line) => line['correlationId'] === correlationId);

/** The context of each event that a request brought about. */
async function recorded(correlationId: string | null): Promise<readonly Record<string, unknown>[]> {
  const store = eventStoreOf(database.url);
  const found = [];
  try {
    for await (const { type, metadata } of store.readAll(0n)) {
      const context = JSON.parse(metadata) as Record<string, unknown>;
      if (context['correlationId'] === correlationId) found.push({ type, ...context });
    }
  } finally {
    await store.close();
  }
  return found;
}

describe('A request', () => {
  it('is followed by its correlation and the trace of its caller: in the answer, the log, and every event', async () => {
    const { body: base } = await owner.post('/v1/images', registration());
    const launch = { imageId: base.imageId, instanceType: 'm7g.large' };
    const answer = await owner.post('/v1/instances', launch, { traceparent });
    expect(answer.headers.get('traceparent')).toBe(traceparent);
    const correlationId = correlationOf(answer);
    expect(correlationId).toMatch(/^[0-9a-f-]{36}$/);
    const events = await eventually(async () => {
      const found = await recorded(correlationId);
      // The last of them is what the process manager did, long after the answer.
      expect(found.map(({ type }) => type)).toContain('InstanceStarted');
      return found;
    });
    expect(new Set(events.map((event) => event['traceparent']))).toEqual(new Set([traceparent]));
    await eventually(() =>
      expect(logged(correlationId)).toMatchObject([
        { msg: 'request', route: '/v1/instances', traceId: TRACE },
      ]),
    );
    const trail = await owner.get(`/v1/audit/events?correlationId=${correlationId}`, after(answer));
    expect(trail.body.items.length).toBeGreaterThan(1);
  });

  it('without a trace, or with one that is none, has a correlation of its own', async () => {
    const answers = [
      await owner.get('/v1/images'),
      await owner.get('/v1/images', { traceparent: `ff-${TRACE}-b7ad6b7169203331-01` }),
      await owner.get('/v1/images', { traceparent: `00-${'0'.repeat(32)}-b7ad6b7169203331-01` }),
      await owner.get('/v1/images', { traceparent: `00-${TRACE}-${'0'.repeat(16)}-01` }),
      await service.admin.with({ authorization: undefined }).get('/nowhere'),
    ];
    expect(new Set(answers.map(correlationOf)).size).toBe(5);
    for (const answer of answers) {
      expect(answer.headers.get('traceparent')).toBeNull();
      await eventually(() => expect(logged(correlationOf(answer))).toHaveLength(1));
      expect(logged(correlationOf(answer))[0]).not.toHaveProperty('traceId');
    }
  });

  it('that is sent again under its key names what the first one brought about', async () => {
    const wish = registration();
    const first = await owner.post('/v1/images', wish, { 'idempotency-key': 'again' });
    const second = await owner.post('/v1/images', wish, { 'idempotency-key': 'again' });
    expect(correlationOf(second)).toBe(correlationOf(first));
    expect((await recorded(correlationOf(second))).map(({ type }) => type)).toContain('ImageCreated');
  });

  it('that is refused is found by it in the audit trail, whoever refused it', async () => {
    const reader = await service.caller(OWNER, ['reader']);
    const { body: hidden } = await service.admin
      .with({ 'ledger-account': FRIEND })
      .post('/v1/images', registration());
    const refusals = [
      await (
        await service.caller(OWNER)
      ).patch(`/v1/images/${hidden.imageId}`, { description: 'x' }, { traceparent }),
      await reader.post('/v1/images', registration(), { traceparent }),
    ];
    for (const refused of refusals) {
      expect([403, 404]).toContain(refused.status);
      await eventually(async () =>
        expect(await recorded(correlationOf(refused))).toMatchObject([
          { type: 'CommandRefused', traceparent },
        ]),
      );
    }
  });

  it('that fails on our side is found in the log', async () => {
    const answer = await owner.get('/v1/broken', { traceparent });
    expect(answer.status).toBe(500);
    await eventually(() =>
      expect(logged(correlationOf(answer))).toMatchObject([
        { msg: 'a request failed', err: { message: 'something is wrong inside' }, traceId: TRACE },
        { msg: 'request', status: 500 },
      ]),
    );
  });
});
