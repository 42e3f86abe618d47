import { after } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { FRIEND, OWNER, registration, startService, type Service } from '../support/service';

let database: TestDatabase;
let service: Service;
let path: string;

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.url, { LEDGER_BODY_LIMIT: '65536' });
  path = `/v1/images/${(await owner().post('/v1/images', registration())).body.imageId}`;
});

afterAll(async () => {
  await service.stop();
  await database.drop();
});

const owner = () => service.admin.with({ 'ledger-account': OWNER });

/** What is asked, and what has to be said about it: status, code, and the pointer to the field, where there is one. */
type Row = readonly [
  what: string,
  body: () => unknown,
  status: number,
  code: string,
  pointer: string | undefined,
];

const permissionChanges: readonly Row[] = [
  [
    'an account of 11 digits',
    () => ({ add: [{ userId: '12345678901' }] }),
    400,
    'invalid-request',
    '/add/0/userId',
  ],
  ['a group that is not there', () => ({ add: [{ group: 'some' }] }), 400, 'invalid-request', '/add/0/group'],
  [
    'a principal of two kinds',
    () => ({ add: [{ userId: FRIEND, group: 'all' }] }),
    400,
    'invalid-request',
    '/add/0/group',
  ],
  [
    'somebody both added and removed',
    () => ({ add: [{ userId: FRIEND }], remove: [{ userId: FRIEND }] }),
    422,
    'invalid-launch-permission',
    '/remove/0',
  ],
  ['an empty reason', () => ({ add: [{ userId: FRIEND }], reason: '' }), 400, 'invalid-request', '/reason'],
];

const position = async (): Promise<string> => (await service.admin.get('/health/ready')).body.position;

describe('A change of launch permissions', () => {
  it.each(permissionChanges)('with %s is refused: %#', async (_, body, status, code, pointer) => {
    const before = await position();
    const answer = await owner().post(`${path}/launch-permissions`, body());
    expect(answer).toMatchObject({ status, body: { code } });
    if (pointer !== undefined)
      expect(answer.body.errors).toContainEqual(expect.objectContaining({ pointer }));
    expect(await position()).toBe(before);
  });

  it('that would make an encrypted image public is refused', async () => {
    const encrypted = registration();
    (encrypted['source'] as { blockDeviceMappings: object[] }).blockDeviceMappings.push({
      deviceName: '/dev/sdc',
      ebs: { volumeSize: 8, encrypted: true },
    });
    const { body: image } = await owner().post('/v1/images', encrypted);
    const change = { add: [{ group: 'all' }] };
    expect(await owner().post(`/v1/images/${image.imageId}/launch-permissions`, change)).toMatchObject({
      status: 409,
      body: { code: 'encrypted-image-cannot-be-public', errors: [{ pointer: '/add' }] },
    });
  });
});

describe('A request', () => {
  it('with a malformed image id is told so as EC2 does', async () => {
    expect(await owner().get('/v1/images/ami-xyz')).toMatchObject({
      status: 400,
      body: {
        code: 'malformed-id',
        ec2Code: 'InvalidAMIID.Malformed',
        detail: 'Invalid id: "ami-xyz" (expecting "ami-...")',
        errors: [{ in: 'path', pointer: '/imageId' }],
      },
    });
  });

  it.each([
    ['idempotency-key', 'with spaces in it'],
    ['idempotency-key', 'x'.repeat(256)],
    ['if-match', 'seven'],
    ['ledger-region', 'mars-north-1'],
    ['ledger-account', '12'],
  ])('with a bad header %s is refused by its name', async (name, value) => {
    const answer = await owner().patch(path, { description: 'x' }, { [name]: value });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ in: 'header', pointer: `/${name}` }] } });
  });

  it.each([
    ['limit=0', '/limit'],
    ['limit=1001', '/limit'],
    ['limit=many', '/limit'],
    ['owner=me', '/owner'],
    ['visibility=secret', '/visibility'],
    ['tag=novalue', '/tag/0'],
    ['asOf=yesterday', '/asOf'],
    ['asOf=2026-12-31T23:59:60Z', '/asOf'],
    ['nonsense=1', '/nonsense'],
    ['name=%00', '/name'],
  ])('for a list with %s is refused by the name of the parameter', async (query, pointer) => {
    const { status, body } = await owner().get(`/v1/images?${query}`);
    expect({ status, errors: body.errors }).toMatchObject({
      status: 400,
      errors: [{ in: 'query', pointer }],
    });
  });

  it('for the future is refused', async () => {
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    expect(await owner().get(`${path}?asOf=${tomorrow}`)).toMatchObject({
      status: 422,
      body: { code: 'future-as-of' },
    });
  });

  it('with a cursor of another list is refused', async () => {
    const made = await owner().post('/v1/images', registration());
    const { nextCursor } = (await owner().get('/v1/images?limit=1', after(made))).body;
    expect(await owner().get(`/v1/images?limit=1&name=web*&cursor=${nextCursor}`)).toMatchObject({
      status: 400,
      body: { code: 'invalid-cursor' },
    });
    expect(await owner().get('/v1/images?cursor=garbage')).toMatchObject({ status: 400 });
  });

  it('that waits for a position of another log is told that it is gone', async () => {
    const elsewhere = '00000000-0000-4000-8000-000000000000:1';
    expect(await owner().get(path, { 'ledger-position': elsewhere })).toMatchObject({
      status: 410,
      body: { code: 'position-of-another-log' },
    });
    expect(await owner().get(path, { 'ledger-position': 'here' })).toMatchObject({ status: 400 });
  });

  it('that waits for a position that nobody reaches in time is asked to come again', async () => {
    const written = await owner().patch(path, { description: 'position' });
    const [log, at] = (written.headers.get('ledger-position') ?? '').split(':');
    const impatient = await startService(database.url, { LEDGER_READ_WAIT_MS: '50' });
    try {
      const late = await impatient.admin.get(path, { 'ledger-position': `${log}:${Number(at) + 1_000}` });
      expect(late).toMatchObject({ status: 503, body: { code: 'view-behind' } });
      expect(late.headers.get('retry-after')).toBe('1');
    } finally {
      await impatient.stop();
    }
  });

  it('for a media type that is not JSON is refused', async () => {
    expect(await owner().patch(path, 'description=x', { 'content-type': 'text/csv' })).toMatchObject({
      status: 415,
      body: { code: 'malformed-request' },
    });
  });

  it('never shows what went wrong inside', async () => {
    const answer = await owner().get('/v1/images/%ff');
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|at .*\.js|SELECT/);
  });
});

it('lists page by page, and images that arrive meanwhile shift nothing', async () => {
  const friend = service.admin.with({ 'ledger-account': FRIEND });
  let last = await friend.post('/v1/images', registration());
  for (let count = 1; count < 5; count++) last = await friend.post('/v1/images', registration());
  const first = (await friend.get(`/v1/images?owner=self&limit=3`, after(last))).body;
  const late = await friend.post('/v1/images', registration());
  const next = `/v1/images?owner=self&limit=3&cursor=${first.nextCursor}`;
  const second = (await friend.get(next, after(late))).body;
  const ids = [...first.items, ...second.items].map(({ imageId }: { imageId: string }) => imageId);
  expect(new Set(ids).size).toBe(5);
  expect(ids).not.toContain(late.body.imageId);
  expect(second).not.toHaveProperty('nextCursor');
});

describe('A DELETE without a body', () => {
  it.each([
    ['that names the type of one is answered like any other', '', 200],
    ['is not one when there is half a body', '{', 400],
  ])('%s', async (_, body, status) => {
    const answer = await fetch(`${service.url}${path}/protection`, {
      method: 'DELETE',
      headers: {
        authorization: `Bearer ${service.admin.token}`,
        'content-type': 'application/json',
        'ledger-account': OWNER,
      },
      ...(body === '' ? {} : { body }),
    });
    expect(answer.status).toBe(status);
  });
});
