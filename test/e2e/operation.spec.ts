import { once } from 'node:events';
import { createServer } from 'node:net';
import { OperationModule } from '../../apps/api/operation.module';
import { ApiModule } from '../../apps/api/api.module';
import { ProjectorModule } from '../../apps/projector/projector.module';
import { refuseAmbiguousHandlers, useCases } from '../../apps/api/use-cases';
import { after, Caller } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { OWNER, registration, startService } from '../support/service';

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});

afterAll(() => database.drop());

describe('API and projector in processes of their own', () => {
  it('work as one, and each shows how far the readers are', async () => {
    const projector = await startService(database.url, {}, [OperationModule, ProjectorModule]);
    const api = await startService(database.url, {}, [ApiModule]);
    try {
      const owner = api.admin.with({ 'ledger-account': OWNER });
      const made = await owner.post('/v1/images', registration());
      expect((await owner.get(`/v1/images/${made.body.imageId}`, after(made))).status).toBe(200);
      const seen = (await api.admin.get('/health/ready')).body;
      expect(seen).toMatchObject({ ready: true, eventStore: 'reachable', database: 'reachable' });
      expect(seen.readers.map(({ name }: { name: string }) => name)).toEqual([
        'audit-trail',
        'due-times',
        'families',
        'images',
        'instances',
        'launch-permissions',
        'lineage',
        'organizations',
        'process/due-times',
        'process/family-revocation',
        'process/image-adoption',
        'process/image-cascade',
        'process/image-deregistration',
        'process/image-publication',
        'process/image-registration',
        'process/image-restoration',
        'process/instance-actions',
        'process/instance-launch',
        'process/root-volume-replacement',
        'process/snapshot-storage',
        'process/volume-attachment',
        'process/volume-storage',
        'resource-history',
        'root-volume-replacements',
        'service-tokens',
        'snapshots',
        'volumes',
      ]);
      expect(seen).not.toHaveProperty('state');
      const ofProjector = (await projector.admin.get('/health/ready')).body;
      expect(ofProjector).toMatchObject({ ready: true, state: 'active' });
      expect(ofProjector.readers).toContainEqual(
        expect.objectContaining({ name: 'images', state: 'running', lag: 0 }),
      );
      expect((await projector.admin.get('/v1/images')).status).toBe(404);
      const { body: metrics } = await projector.admin.get('/metrics');
      expect(metrics).toMatch(/^ledger_reader_lag_events\{reader="images"\} 0$/m);
    } finally {
      await api.stop();
      await projector.stop();
    }
  });
});

describe('Several projectors', () => {
  it('are one that is active, and others that stand by and take over when it stops', async () => {
    const first = await startService(database.url, {}, [OperationModule, ProjectorModule]);
    const second = await startService(database.url);
    try {
      const { body } = await second.admin.get('/health/ready');
      expect(body).toMatchObject({ ready: true, state: 'standby' });
      expect(body.readers).toContainEqual({ name: 'images', position: expect.any(String), lag: 0 });
      const { body: metrics } = await second.admin.get('/metrics');
      expect(metrics).toMatch(/^ledger_readers_state\{state="standby"\} 1$/m);
      await first.stop();
      const owner = second.admin.with({ 'ledger-account': OWNER });
      const made = await owner.post('/v1/images', registration());
      expect((await owner.get(`/v1/images/${made.body.imageId}`, after(made))).status).toBe(200);
      expect((await second.admin.get('/health/ready')).body).toMatchObject({ state: 'active' });
    } finally {
      await second.stop();
      await first.stop();
    }
  });
});

describe('An API before any projector has been active', () => {
  it('refuses to read views that nobody has made yet, and takes writes', async () => {
    const empty = await testDatabase();
    const api = await startService(empty.url, {}, [ApiModule]);
    try {
      const owner = api.admin.with({ 'ledger-account': OWNER });
      expect((await owner.post('/v1/images', registration())).status).toBe(201);
      const { status, headers, body } = await owner.get('/v1/images');
      expect({ status, code: body.code }).toEqual({ status: 503, code: 'view-behind' });
      expect(headers.get('retry-after')).toBe('1');
    } finally {
      await api.stop();
      await empty.drop();
    }
  });
});

describe('The metrics', () => {
  it('count commands, appends and refusals', async () => {
    const service = await startService(database.url);
    try {
      const owner = service.admin.with({ 'ledger-account': OWNER });
      const { body: image } = await owner.post('/v1/images', registration());
      await owner.patch('/v1/images/ami-0123456789abcdef0', { description: 'x' });
      const { body } = await new Caller(service.url, undefined).get('/metrics');
      expect(body).toMatch(
        /^ledger_command_duration_seconds_count\{command="RegisterImage",outcome="done"\} 1$/m,
      );
      expect(body).toMatch(
        /^ledger_command_duration_seconds_count\{command="DescribeImage",outcome="refused"\} 1$/m,
      );
      expect(body).toMatch(/^ledger_append_duration_seconds_count 3$/m);
      expect(body).toMatch(/^ledger_refusals_total\{code="unknown-image"\} 1$/m);
      expect(body).toMatch(/route="\/v1\/images\/:imageId",status="404"/);
      expect(body).not.toContain(image.imageId);
    } finally {
      await service.stop();
    }
  });
});

describe('A metrics port', () => {
  it('shows metrics and nothing else', async () => {
    const port = await freePort();
    const service = await startService(database.url, { METRICS_PORT: String(port) });
    try {
      const prometheus = new Caller(`http://127.0.0.1:${port}`, undefined);
      expect((await prometheus.get('/metrics')).body).toMatch(/^ledger_reader_position\{reader="images"\}/m);
      expect((await prometheus.get('/v1/images')).status).toBe(404);
    } finally {
      await service.stop();
    }
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('A stop', () => {
  it('finishes what is in flight and takes nothing new', async () => {
    const service = await startService(database.url);
    const owner = service.admin.with({ 'ledger-account': OWNER });
    const inFlight = Array.from({ length: 20 }, () => owner.post('/v1/images', registration()));
    await Promise.race(inFlight);
    await service.stop();
    const outcomes = await Promise.allSettled(inFlight);
    const answered = outcomes.filter(({ status }) => status === 'fulfilled');
    expect(answered.length).toBeGreaterThan(0);
    for (const outcome of outcomes)
      if (outcome.status === 'fulfilled') expect([201, 503]).toContain(outcome.value.status);
    await expect(owner.get('/v1/images')).rejects.toThrow('fetch failed');
  });
});

describe('The table of use cases', () => {
  it('names exactly one handler for each message', () => {
    expect(() => refuseAmbiguousHandlers(useCases)).not.toThrow();
    const [first] = useCases;
    if (first === undefined) throw new Error('there are no use cases');
    expect(() => refuseAmbiguousHandlers([...useCases, first])).toThrow('more than one handler');
    const unheard = { ...first, handler: first.controller };
    expect(() => refuseAmbiguousHandlers([unheard])).toThrow('handles nothing');
  });
});

describe('The OpenAPI document', () => {
  it('is version 3.1, names each schema once, and resolves', async () => {
    const service = await startService(database.url);
    const { body } = await service.admin.get('/openapi.json').finally(() => service.stop());
    expect(body.openapi).toMatch(/^3\.1\./);
    const references = [...JSON.stringify(body).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
    expect(references.length).toBeGreaterThan(10);
    for (const [, name = ''] of references) expect(body.components.schemas).toHaveProperty(name);
    const operations = Object.values(body.paths as Record<string, Record<string, object>>).flatMap(
      Object.values,
    );
    for (const operation of operations)
      expect(operation).toMatchObject({ summary: expect.any(String), tags: expect.any(Array) });
  });
});
