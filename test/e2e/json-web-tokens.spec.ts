import { createHmac } from 'node:crypto';
import { after, Caller, type Answer } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { Issuer, signingKey } from '../support/issuer';
import { FRIEND, OWNER, registration, startService, type Service } from '../support/service';

let database: TestDatabase;
let issuer: Issuer;
let service: Service;

beforeAll(async () => {
  database = await testDatabase();
  issuer = await Issuer.start();
  service = await startService(database.url, { ...issuer.environment, JWT_KEYS_PAUSE_S: '1' });
});

afterAll(async () => {
  await service.stop();
  await issuer.stop();
  await database.drop();
});

const show = (token: string, of = service): Promise<Answer> => new Caller(of.url, token).get('/v1/images');

const REFUSED = {
  status: 401,
  body: { code: 'not-authenticated', detail: 'a valid bearer token is needed' },
};

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('A token of the issuer', () => {
  it('opens what its account and roles open, and its subject is on record', async () => {
    const ann = new Caller(service.url, await issuer.token(OWNER, ['member', 'astronaut']));
    const made = await ann.post('/v1/images', registration());
    expect(made).toMatchObject({ status: 201, body: { ownerId: OWNER } });
    const { items } = (await ann.get(`/v1/images/${made.body.imageId}/history`, after(made))).body;
    expect(items[0].actor).toMatchObject({ subject: 'ann@example.com', account: OWNER, roles: ['member'] });
    const reader = new Caller(service.url, await issuer.token(OWNER, ['reader']));
    expect((await reader.get(`/v1/images/${made.body.imageId}`, after(made))).status).toBe(200);
    expect((await reader.post('/v1/images', registration())).status).toBe(403);
    const other = new Caller(service.url, await issuer.token(FRIEND));
    expect((await other.get(`/v1/images/${made.body.imageId}`)).status).toBe(404);
  });

  it('is good with every signature that is believed', async () => {
    for (const algorithm of ['RS256', 'PS256', 'EdDSA', 'ES256']) {
      await issuer.rotate(algorithm, algorithm);
      const token = await issuer.token(OWNER);
      await eventually(async () => expect((await show(token)).status).toBe(200), 5_000);
    }
  });

  it.each([
    ['no role at all', []],
    ['roles that nobody knows', ['astronaut', 'MEMBER', 'platform-admin ']],
  ])('with %s opens nothing', async (_, roles) => {
    expect(await show(await issuer.token(OWNER, roles))).toMatchObject({
      status: 403,
      body: { code: 'not-allowed' },
    });
  });

  it('stands beside service tokens and the administrator’s', async () => {
    expect((await service.admin.get('/v1/images')).status).toBe(200);
    expect((await (await service.caller(OWNER)).get('/v1/images')).status).toBe(200);
  });
});

describe('A token is refused', () => {
  it.each([
    ['of another issuer', { claims: { iss: 'https://elsewhere.example' } }],
    ['of no issuer', { claims: { iss: undefined } }],
    ['for another audience', { claims: { aud: 'billing' } }],
    ['for no audience', { claims: { aud: undefined } }],
    ['that has expired', { issuedAt: -600, lifetime: 300 }],
    ['that never expires', { claims: { exp: undefined } }],
    ['that is not yet valid', { issuedAt: 60 }],
    ['of no account', { claims: { account: undefined } }],
    ['of several accounts', { claims: { account: [OWNER, FRIEND] } }],
    ['of an account that is none', { claims: { account: '1234' } }],
    ['of an account that is a number', { claims: { account: Number(OWNER) } }],
    ['of nobody', { claims: { sub: undefined } }],
    ['of a name that cannot be stored', { claims: { sub: 'ann\u0000' } }],
  ])('%s', async (_, changes) => {
    expect(await show(await issuer.token(OWNER, ['member'], changes))).toMatchObject(REFUSED);
  });

  it('that is within the tolerance for clocks is not', async () => {
    expect((await show(await issuer.token(OWNER, ['member'], { issuedAt: -302 }))).status).toBe(200);
    expect((await show(await issuer.token(OWNER, ['member'], { issuedAt: 3 }))).status).toBe(200);
  });

  it('that nobody signed', async () => {
    const [, payload = ''] = (await issuer.token(OWNER)).split('.');
    for (const alg of ['none', 'None', 'NONE'])
      expect(await show(`${encoded({ alg })}.${payload}.`)).toMatchObject(REFUSED);
  });

  it('that is signed with the public key as if it were a secret', async () => {
    const [header = '', payload = ''] = (await issuer.token(OWNER)).split('.');
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string };
    const text = `${encoded({ alg: 'HS256', kid })}.${payload}`;
    for (const secret of [await issuer.publicKey(), (await issuer.publicKey()).trim()]) {
      const signature = createHmac('sha256', secret).update(text).digest('base64url');
      expect(await show(`${text}.${signature}`)).toMatchObject(REFUSED);
    }
  });

  it('that is signed in a way that is not believed', async () => {
    const elsewhere = await Issuer.start();
    await elsewhere.rotate('RS512', 'RS512');
    // Each reads the keys when it is first shown a token: the key is known, and no reason to refuse.
    const [strict, lax] = await Promise.all([
      startService(database.url, elsewhere.environment),
      startService(database.url, { ...elsewhere.environment, JWT_ALGORITHMS: 'ES256,RS512' }),
    ]);
    try {
      const token = await elsewhere.token(OWNER);
      expect(await show(token, strict)).toMatchObject(REFUSED);
      expect((await show(token, lax)).status).toBe(200);
    } finally {
      await Promise.all([strict.stop(), lax.stop(), elsewhere.stop()]);
    }
  });

  it('that is signed with a key of somebody else', async () => {
    const unknown = await signingKey('unknown');
    const [header = ''] = (await issuer.token(OWNER)).split('.');
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string };
    for (const key of [unknown, { ...unknown, id: kid }])
      expect(await show(await issuer.token(OWNER, ['member'], { key }))).toMatchObject(REFUSED);
  });

  it('that was changed after it was signed', async () => {
    const [header, , signature] = (await issuer.token(OWNER)).split('.');
    const [, payload] = (await issuer.token(FRIEND)).split('.');
    expect(await show(`${header}.${payload}.${signature}`)).toMatchObject(REFUSED);
  });

  it('that is garbage', async () => {
    const garbage = ['a.b.c', '..', 'e30.e30.', `${'a'.repeat(8_000)}.a.a`, 'eyJhbGciOiJFUzI1NiJ9.e30.AAAA'];
    for (const token of garbage) expect(await show(token)).toMatchObject(REFUSED);
  });

  it('where no issuer is configured', async () => {
    const closed = await startService(database.url);
    try {
      expect(await show(await issuer.token(OWNER), closed)).toMatchObject(REFUSED);
    } finally {
      await closed.stop();
    }
  });
});

describe('The keys of the issuer', () => {
  it('may be exchanged: a token of a new one is good, of the old one no longer', async () => {
    const old = await issuer.token(OWNER);
    expect((await show(old)).status).toBe(200);
    await issuer.rotate('second');
    const fresh = await issuer.token(OWNER);
    await eventually(async () => expect((await show(fresh)).status).toBe(200), 5_000);
    expect(await show(old)).toMatchObject(REFUSED);
  });
});

describe('While the issuer is away', () => {
  const away = async (
    answers: Issuer['answers'],
    environment: Readonly<Record<string, string>>,
    test: (impaired: Service, elsewhere: Issuer) => Promise<void>,
  ): Promise<void> => {
    const elsewhere = await Issuer.start();
    const impaired = await startService(database.url, { ...elsewhere.environment, ...environment });
    try {
      elsewhere.answers = answers;
      await test(impaired, elsewhere);
    } finally {
      await impaired.stop();
      await elsewhere.stop();
    }
  };

  it.each([
    ['with an error', { status: 500, body: '' }],
    ['with no JSON', { status: 200, body: '<html>' }],
    ['with no keys', { status: 200, body: '{}' }],
    ['with nothing', 'nothing'],
  ] as const)('and answers %s, its tokens are asked to come again', async (_, answers) => {
    await away(answers, { JWT_KEYS_PAUSE_S: '7' }, async (impaired, elsewhere) => {
      const token = await elsewhere.token(OWNER);
      const answer = await show(token, impaired);
      expect(answer).toMatchObject({ status: 503, body: { code: 'signing-keys-unavailable' } });
      expect(answer.headers.get('retry-after')).toBe('7');
      expect((await show(token, impaired)).status).toBe(503);
      expect(elsewhere.asked).toBe(1);
      expect((await impaired.admin.get('/v1/images')).status).toBe(200);
      expect((await (await impaired.caller(OWNER)).get('/v1/images')).status).toBe(200);
    });
  });

  it('its tokens are good again as soon as it is back', async () => {
    await away({ status: 503, body: '' }, { JWT_KEYS_PAUSE_S: '1' }, async (impaired, elsewhere) => {
      const token = await elsewhere.token(OWNER);
      expect((await show(token, impaired)).status).toBe(503);
      elsewhere.answers = undefined;
      await eventually(async () => expect((await show(token, impaired)).status).toBe(200), 5_000);
    });
  });
});

describe('What a token says', () => {
  it('is found where it is configured', async () => {
    const named = await startService(database.url, {
      ...issuer.environment,
      JWT_ACCOUNT_CLAIM: 'https://example.com/account.id',
      JWT_ROLES_CLAIM: 'realm_access.roles',
      JWT_SUBJECT_CLAIM: 'email',
    });
    try {
      const claims = {
        account: undefined,
        sub: undefined,
        'https://example.com/account.id': OWNER,
        realm_access: { roles: ['auditor', 'offline'] },
        email: 'bob@example.com',
      };
      const bob = new Caller(named.url, await issuer.token('', [], { claims }));
      expect((await bob.get('/v1/audit/events?limit=1')).status).toBe(200);
      expect((await bob.post('/v1/images', registration())).status).toBe(403);
    } finally {
      await named.stop();
    }
  });
});
