import { Caller, type Answer } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { startService, type Service } from '../support/service';

const PORTAL = 'https://portal.example.com';

let database: TestDatabase;
let service: Service;
let open: Service;

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.url);
  open = await startService(database.url, { CORS_ORIGINS: `${PORTAL}, http://localhost:5173` });
});

afterAll(async () => {
  await open.stop();
  await service.stop();
  await database.drop();
});

/** What a browser asks before a page may send a write. */
const preflight = (of: Service, origin: string): Promise<Answer> =>
  new Caller(of.url, undefined).send('OPTIONS', '/v1/images', undefined, {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization,content-type,idempotency-key,ledger-position',
  });

const allowedIn = ({ headers }: Answer): string | null => headers.get('access-control-allow-origin');

describe('A page of another origin', () => {
  it('may not call the service where nothing is configured', async () => {
    expect((await preflight(service, PORTAL)).status).toBe(404);
    for (const answer of [
      await preflight(service, PORTAL),
      await service.admin.get('/v1/images', { origin: PORTAL }),
    ])
      expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });

  it.each([PORTAL, 'http://localhost:5173'])('may from where it is configured: %s', async (origin) => {
    const asked = await preflight(open, origin);
    expect(asked.status).toBe(204);
    expect(allowedIn(asked)).toBe(origin);
    expect(asked.headers.get('access-control-allow-methods')).toBe('GET, HEAD, POST, PUT, PATCH, DELETE');
    expect(asked.headers.get('access-control-allow-headers')).toMatch(/authorization.*idempotency-key/);
    expect(asked.headers.get('access-control-allow-credentials')).toBeNull();
    const answer = await open.admin.get('/v1/images', { origin });
    expect(allowedIn(answer)).toBe(origin);
    expect(answer.headers.get('vary')).toMatch(/origin/i);
    expect(answer.headers.get('access-control-expose-headers')).toContain('ledger-position');
  });

  it.each(['https://portal.example.com.evil.example', 'http://portal.example.com', 'null'])(
    'may not from anywhere else: %s',
    async (origin) => {
      expect(allowedIn(await preflight(open, origin))).toBeNull();
      expect(allowedIn(await open.admin.get('/v1/images', { origin }))).toBeNull();
    },
  );

  it('needs a token like anybody, and is shown why it was refused', async () => {
    const refused = await new Caller(open.url, undefined).get('/v1/images', { origin: PORTAL });
    expect(refused.status).toBe(401);
    expect(allowedIn(refused)).toBe(PORTAL);
  });
});

describe('Every answer', () => {
  it.each(['/v1/images', '/docs', '/nowhere', '/health/live'])(
    'tells browsers to be careful: %s',
    async (path) => {
      const { headers } = await new Caller(service.url, undefined).get(path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('strict-transport-security')).toMatch(/max-age=\d+/);
      expect(headers.get('x-powered-by')).toBeNull();
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toMatch(/default-src 'self'.*object-src 'none'.*frame-ancestors 'none'/);
      expect(policy).not.toMatch(/script-src|unsafe-eval|https?:/);
    },
  );

  it('comes with a documentation page that lives by that', async () => {
    const anybody = new Caller(service.url, undefined);
    const { body: page } = await anybody.get('/docs');
    const scripts = [...String(page).matchAll(/<script([^>]*)>(.*?)<\/script>/gs)];
    expect(scripts.length).toBeGreaterThan(1);
    for (const [, attributes = '', text] of scripts) {
      expect(text?.trim()).toBe('');
      const source = /src="([^"]+)"/.exec(attributes)?.[1] ?? '';
      expect(source).not.toMatch(/^(?:https?:)?\/\//);
      expect((await anybody.get(new URL(source, `${service.url}/docs`).pathname)).status).toBe(200);
    }
    expect(String(page)).not.toMatch(/ on\w+="/);
  });
});
