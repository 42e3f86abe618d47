import { Controller, Get, Module } from '@nestjs/common';
import { Type } from 'typebox';
import { ApiModule } from '../../apps/api/api.module';
import { endpoint } from '../../apps/api/http/endpoint';
import { Endpoint } from '../../apps/api/http/endpoint.decorator';
import { after, Caller } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { readStream } from '../support/event-store-contract/sample-events';
import { eventStoreOf } from '../support/event-store-of';
import { ADMIN_TOKEN, FRIEND, OWNER, registration, startService, type Service } from '../support/service';

let database: TestDatabase;
let service: Service;

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.url);
});

afterAll(async () => {
  await service.stop();
  await database.drop();
});

interface Operation {
  readonly method: string;
  readonly path: string;
}

/** Every route there is, as the service itself describes them, with ids that nothing has. */
async function operations(): Promise<readonly Operation[]> {
  const { body } = await new Caller(service.url, undefined).get('/openapi.json');
  return Object.entries(body.paths as Record<string, object>).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({
      method: method.toUpperCase(),
      path: path.replace('{imageId}', 'ami-0123456789abcdef0').replace('{tokenId}', 'token-0'),
    })),
  );
}

const isOpen = ({ path }: Operation): boolean => path.startsWith('/health') || path === '/metrics';

describe('The front door', () => {
  it('is closed on every route to who has no token, a wrong one, or another scheme', async () => {
    const closed = (await operations()).filter((operation) => !isOpen(operation));
    expect(closed.length).toBeGreaterThan(10);
    for (const authorization of [undefined, 'Bearer wrong', `Basic ${ADMIN_TOKEN}`, 'Bearer ']) {
      for (const { method, path } of closed) {
        const answer = await new Caller(service.url, undefined).send(method, path, undefined, {
          authorization,
        });
        expect({ method, path, status: answer.status }).toEqual({ method, path, status: 401 });
        expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      }
    }
  });

  it('is closed to who only asks for headers, or for what else there is', async () => {
    const paths = (await operations()).filter((operation) => !isOpen(operation)).map(({ path }) => path);
    const anybody = new Caller(service.url, undefined);
    for (const path of new Set(paths)) {
      expect({ path, status: (await anybody.send('OPTIONS', path, undefined)).status }).toEqual({
        path,
        status: 404,
      });
      expect([401, 404]).toContain((await anybody.send('HEAD', path, undefined)).status);
    }
    expect((await anybody.send('HEAD', '/v1/images', undefined)).status).toBe(401);
  });

  it('shows health, metrics, the OpenAPI document and its pages to everybody', async () => {
    const anybody = new Caller(service.url, undefined);
    for (const path of ['/health/live', '/health/ready', '/metrics', '/openapi.json', '/docs'])
      expect({ path, status: (await anybody.get(path)).status }).toEqual({ path, status: 200 });
    expect(await anybody.get('/nowhere')).toMatchObject({ status: 404, body: { code: 'unknown-route' } });
  });

  it('keeps readers from writing, auditors from changing, members from administering', async () => {
    const made = await service.admin.with({ 'ledger-account': OWNER }).post('/v1/images', registration());
    const path = `/v1/images/${made.body.imageId}`;
    const reader = await service.caller(OWNER, ['reader']);
    const auditor = await service.caller(FRIEND, ['auditor']);
    const member = await service.caller(OWNER, ['member']);

    for (const caller of [reader, auditor]) {
      expect(await caller.post('/v1/images', registration())).toMatchObject({
        status: 403,
        body: { code: 'not-allowed', ec2Code: 'UnauthorizedOperation' },
      });
      expect((await caller.patch(path, { description: 'x' })).status).toBe(403);
    }
    expect((await reader.get(path, after(made))).status).toBe(200);
    expect((await auditor.get(path, after(made))).body).toHaveProperty('tags');
    expect((await auditor.get(`${path}/history`, after(made))).status).toBe(200);
    expect((await member.get('/v1/service-tokens')).status).toBe(403);
    expect((await member.post('/v1/service-tokens', {})).status).toBe(403);
    expect((await member.get(path, { 'ledger-account': FRIEND })).status).toBe(403);
  });
});

describe('A route that fails', () => {
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
      throw new TypeError('SELECT password FROM secrets');
    }
  }
  @Module({ controllers: [Broken] })
  class BrokenModule {}

  it('says nothing about the inside', async () => {
    const failing = await startService(database.url, {}, [ApiModule, BrokenModule]);
    try {
      const { status, body } = await failing.admin.get('/v1/broken');
      expect({ status, body }).toEqual({
        status: 500,
        body: {
          type: 'urn:image-ledger:problem:internal-error',
          title: 'internal error',
          status: 500,
          detail: 'something went wrong on our side; it has been logged',
          code: 'internal-error',
          instance: '/v1/broken',
        },
      });
    } finally {
      await failing.stop();
    }
  });
});

describe('A route that says nothing about who may call it', () => {
  @Controller()
  class Careless {
    @Get('/v1/secrets')
    all(): string {
      return 'everything';
    }
  }
  @Module({ controllers: [Careless] })
  class CarelessModule {}

  it('keeps the service from starting', async () => {
    await expect(startService(database.url, {}, [ApiModule, CarelessModule])).rejects.toThrow(
      'the route /v1/secrets says nothing about who may call it',
    );
  });
});

describe('A service token', () => {
  const wish = { account: OWNER, subject: 'ci@example.com', roles: ['member'] };

  it('is shown once, works at once, and never again after it was revoked', async () => {
    const issued = await service.admin.post('/v1/service-tokens', wish, { 'idempotency-key': 'token' });
    const { token, tokenId } = issued.body;
    expect(token).toMatch(/^ilt_[\w-]{43}$/);
    const repeated = await service.admin.post('/v1/service-tokens', wish, { 'idempotency-key': 'token' });
    expect(repeated.body).toMatchObject({ tokenId, subject: 'ci@example.com' });
    expect(repeated.body).not.toHaveProperty('token');

    const caller = new Caller(service.url, token);
    expect((await caller.get('/v1/images')).status).toBe(200);
    const shown = await service.admin.get(`/v1/service-tokens/${tokenId}`, after(issued));
    expect(shown.body).toMatchObject({ account: OWNER });
    const revoked = await service.admin.delete(`/v1/service-tokens/${tokenId}?reason=leaked`);
    expect(revoked).toMatchObject({ status: 200, body: { revokedAt: expect.any(String) } });
    expect((await caller.get('/v1/images')).status).toBe(401);
    expect((await service.admin.delete(`/v1/service-tokens/${tokenId}`)).status).toBe(200);
    const { items } = (await service.admin.get(`/v1/service-tokens?account=${OWNER}&limit=1000`)).body;
    expect(items).toContainEqual(expect.objectContaining({ tokenId }));
    expect(JSON.stringify(items)).not.toContain('Hash');
  });

  it('stands in the log as a hash, with who issued and revoked it, and names nobody in the clear', async () => {
    const { body } = await service.admin.post('/v1/service-tokens', {
      ...wish,
      subject: 'secretive@example.com',
    });
    await service.admin.delete(`/v1/service-tokens/${body.tokenId}`);
    const store = eventStoreOf(database.url);
    const read = await readStream(store, `service-token-${body.tokenId}`).finally(() => store.close());
    const rows = read.map(({ type, data, metadata }) => ({ type, data, metadata }));
    expect(rows.map(({ type }) => type)).toEqual(['ServiceTokenIssued', 'ServiceTokenRevoked']);
    const text = JSON.stringify(rows);
    expect(text).not.toContain(body.token);
    expect(text).not.toContain('secretive@example.com');
    expect(text).not.toContain(ADMIN_TOKEN);
    expect(JSON.parse(rows[0]?.metadata ?? '{}')).toMatchObject({
      actor: { account: '000000000000', roles: ['platform-admin'], personal: expect.any(String) },
    });
  });

  it('works until it expires, and cannot be issued for the past', async () => {
    const expiresAt = new Date(Date.now() + 1_500).toISOString();
    const { body } = await service.admin.post('/v1/service-tokens', { ...wish, expiresAt });
    const caller = new Caller(service.url, body.token);
    expect((await caller.get('/v1/images')).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, new Date(expiresAt).getTime() - Date.now() + 5));
    expect((await caller.get('/v1/images')).status).toBe(401);
    expect(await service.admin.post('/v1/service-tokens', { ...wish, expiresAt })).toMatchObject({
      status: 422,
      body: { code: 'expiry-in-the-past', errors: [{ pointer: '/expiresAt' }] },
    });
  });

  it('that nobody issued is unknown, and one without a role is not issued', async () => {
    expect(await service.admin.delete('/v1/service-tokens/token-1')).toMatchObject({ status: 404 });
    expect(await service.admin.get('/v1/service-tokens/token-1')).toMatchObject({ status: 404 });
    expect(await service.admin.post('/v1/service-tokens', { ...wish, roles: [] })).toMatchObject({
      status: 400,
    });
    expect(await service.admin.post('/v1/service-tokens', { ...wish, roles: ['root'] })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/roles/0' }] },
    });
  });
});
