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

const withSource = (changes: object): object => {
  const wish = registration() as { source: object };
  return { ...wish, source: { ...wish.source, ...changes } };
};

const withRoot = (ebs: object, more: readonly object[] = []): object =>
  withSource({
    blockDeviceMappings: [
      { deviceName: '/dev/xvda', ebs: { snapshotId: 'snap-0123456789abcdef0', ...ebs } },
      ...more,
    ],
  });

/** What is asked, and what has to be said about it: status, code, and the pointer to the field, where there is one. */
type Row = readonly [
  what: string,
  body: () => unknown,
  status: number,
  code: string,
  pointer: string | undefined,
];

const registrations: readonly Row[] = [
  ['no body', () => undefined, 400, 'invalid-request', '/name'],
  ['a body that is no JSON', () => '{"name": ', 400, 'malformed-request', undefined],
  ['a body that is a list', () => [], 400, 'invalid-request', ''],
  ['a name that is missing', () => ({ ...registration(), name: undefined }), 400, 'invalid-request', '/name'],
  ['a name of the wrong type', () => registration({ name: 7 }), 400, 'invalid-request', '/name'],
  ['a name that is too short', () => registration({ name: 'ab' }), 422, 'invalid-image-name', '/name'],
  ['a name with U+0000', () => registration({ name: 'web\u0000' }), 422, 'unstorable-text', '/name'],
  [
    'half a surrogate pair',
    () => registration({ description: '\ud800' }),
    422,
    'unstorable-text',
    '/description',
  ],
  ['a field nobody knows', () => registration({ nmae: 'x' }), 400, 'invalid-request', '/nmae'],
  [
    'a description that is too long',
    () => registration({ description: 'x'.repeat(256) }),
    400,
    'invalid-request',
    '/description',
  ],
  ['a reserved tag key', () => registration({ tags: { 'aws:x': 'y' } }), 422, 'invalid-tags', '/tags/aws:x'],
  ['a tag value that is no text', () => registration({ tags: { x: 1 } }), 400, 'invalid-request', '/tags/x'],
  ['a source of an unknown kind', () => withSource({ kind: 'disk' }), 400, 'invalid-request', '/source/kind'],
  [
    'an unknown architecture',
    () => withSource({ architecture: 'z80' }),
    400,
    'invalid-request',
    '/source/architecture',
  ],
  [
    'no device at all',
    () => withSource({ blockDeviceMappings: [] }),
    400,
    'invalid-request',
    '/source/blockDeviceMappings',
  ],
  [
    'a root device that is not mapped',
    () => withSource({ rootDeviceName: '/dev/sdz' }),
    422,
    'invalid-block-device-mapping',
    '/source/rootDeviceName',
  ],
  [
    'a malformed snapshot id',
    () => withRoot({ snapshotId: 'snap-1' }),
    422,
    'invalid-block-device-mapping',
    '/source/blockDeviceMappings/0/ebs/snapshotId',
  ],
  [
    'a volume of half a GiB',
    () => withRoot({ volumeSize: 0.5 }),
    400,
    'invalid-request',
    '/source/blockDeviceMappings/0/ebs/volumeSize',
  ],
  [
    'a volume that is too large',
    () => withRoot({ volumeSize: 99_999 }),
    422,
    'invalid-block-device-mapping',
    '/source/blockDeviceMappings/0/ebs/volumeSize',
  ],
  [
    'io2 without iops',
    () => withRoot({ volumeType: 'io2' }),
    422,
    'invalid-block-device-mapping',
    '/source/blockDeviceMappings/0/ebs/iops',
  ],
  [
    'a device that is mapped twice',
    () => withRoot({}, [{ deviceName: '/dev/xvda', noDevice: '' }]),
    422,
    'invalid-block-device-mapping',
    '/source/blockDeviceMappings/1/deviceName',
  ],
  [
    'a body that is too large',
    () => registration({ description: 'x'.repeat(70_000) }),
    413,
    'body-too-large',
    undefined,
  ],
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

describe('A registration', () => {
  it.each(registrations)('with %s is refused: %#', async (_, body, status, code, pointer) => {
    const before = await position();
    const answer = await owner().post('/v1/images', body());
    expect(answer).toMatchObject({
      status,
      body: { code, status, type: `urn:image-ledger:problem:${code}` },
    });
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    if (pointer !== undefined)
      expect(answer.body.errors).toContainEqual(expect.objectContaining({ in: 'body', pointer }));
    expect(await position()).toBe(before);
  });

  it('with several faults names them all', async () => {
    const { body } = await owner().post('/v1/images', registration({ name: 1, description: 2, more: 3 }));
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(
      expect.arrayContaining(['/name', '/description', '/more']),
    );
  });
});

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
    const encrypted = withRoot({}, [{ deviceName: '/dev/sdb', ebs: { volumeSize: 8, encrypted: true } }]);
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
    await owner().post('/v1/images', registration());
    const { nextCursor } = (await owner().get('/v1/images?limit=1')).body;
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
