import { testDatabase, type TestDatabase } from '../support/database';
import { OWNER, registration, startService, type Service } from '../support/service';

let database: TestDatabase;
let service: Service;

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.url, { LEDGER_BODY_LIMIT: '65536' });
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
