import { after, type Answer, type Caller } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { OWNER, registration, startService, STRANGER, type Service } from '../support/service';

let database: TestDatabase;
let service: Service;
let owner: Caller;
let instanceId: string;
let sourceId: string;
let launched: Answer;

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.url);
  owner = await service.caller(OWNER);
});

afterAll(async () => {
  await service.stop();
  await database.drop();
});

beforeEach(async () => {
  const image = await owner.post('/v1/images', registration({ tags: { team: 'web' } }));
  sourceId = image.body.imageId;
  launched = await owner.post('/v1/instances', { imageId: sourceId, instanceType: 'm7g.large' });
  [{ instanceId }] = launched.body.instances;
});

let names = 0;
const ofInstance = (source: object = {}, changes: object = {}): Record<string, unknown> => ({
  name: `of an instance ${++names}`,
  source: { kind: 'instance', instanceId, ...source },
  ...changes,
});
const events = ({ body }: Answer): readonly string[] =>
  body.items.map(({ event }: { event: string }) => event);
const rootVolumeOf = (instance: Answer['body']): unknown =>
  instance.blockDeviceMappings.find(({ deviceName }: { deviceName: string }) => deviceName === '/dev/xvda')
    .ebs.volumeId;
const snapshotIds = ({ body }: Answer): readonly string[] =>
  body.blockDeviceMappings.map(({ ebs }: { ebs: { snapshotId: string } }) => ebs.snapshotId);
/** What a caller is told, but for the id. */
const said = ({ body }: Answer): string => JSON.stringify(body).replaceAll(/(i|ami)-[0-9a-f]{17}/g, 'ID');
describe('An image of an instance', () => {
  it('is made with snapshots of its volumes, launches, and is told of by every history', async () => {
    const wish = ofInstance(
      { blockDeviceMappings: [{ deviceName: '/dev/sdf', ebs: { volumeSize: 5 } }] },
      { description: 'as it ran', tags: { stage: 'prod' }, reason: 'before the move' },
    );
    const made = await owner.post('/v1/images', wish, { 'idempotency-key': 'of-an-instance' });
    expect(made).toMatchObject({
      status: 201,
      body: {
        state: 'available',
        origin: { kind: 'instance', instanceId },
        architecture: 'x86_64',
        rootDeviceName: '/dev/xvda',
        description: 'as it ran',
        tags: { stage: 'prod' },
        blockDeviceMappings: [
          { deviceName: '/dev/xvda', ebs: { volumeSize: 8, encrypted: false, deleteOnTermination: true } },
          { deviceName: '/dev/sdb', ebs: { volumeSize: 100, volumeType: 'gp3' } },
          { deviceName: '/dev/sdf', ebs: { volumeSize: 5 } },
        ],
      },
    });
    const { imageId } = made.body;
    const repeated = await owner.post('/v1/images', wish, { 'idempotency-key': 'of-an-instance' });
    expect(repeated.body).toEqual(made.body);
    expect(
      await owner.post('/v1/images', { ...wish, tags: {} }, { 'idempotency-key': 'of-an-instance' }),
    ).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });

    const last = await owner.patch(`/v1/images/${imageId}`, { description: 'moved' });
    const shown = await owner.get(`/v1/images/${imageId}`, after(last));
    expect(shown.body).toMatchObject({ ...made.body, description: 'moved', revision: 2 });
    const [root = ''] = snapshotIds(made);
    const { body: instance } = await owner.get(`/v1/instances/${instanceId}`, after(last));
    const snapshot = await owner.get(`/v1/snapshots/${root}`, after(last));
    expect(snapshot.body).toMatchObject({
      state: 'completed',
      ownerId: OWNER,
      volumeId: rootVolumeOf(instance),
      description: `Created by CreateImage(${instanceId}) for ${imageId}`,
    });
    expect(await owner.delete(`/v1/snapshots/${root}`)).toMatchObject({
      status: 409,
      body: { code: 'snapshot-in-use' },
    });

    const history = async (path: string): Promise<readonly string[]> =>
      events(await owner.get(`/v1/${path}/history`, after(last)));
    expect(await history(`images/${imageId}`)).toEqual([
      'ImageCreated',
      'ImageBecameAvailable',
      'ImageDescribed',
    ]);
    expect(await history(`snapshots/${root}`)).toEqual([
      'SnapshotCreated',
      'SnapshotHeld',
      'SnapshotCompleted',
    ]);
    expect((await history(`instances/${instanceId}`)).at(-1)).toBe('InstanceRebooted');
    const { body: trail } = await owner.get(
      `/v1/audit/events?resource=${imageId}&eventType=InstanceRebooted`,
      after(last),
    );
    expect(trail.items).toMatchObject([
      { reason: 'before the move', data: { instanceId, cause: { imageId } } },
    ]);

    const further = await owner.post('/v1/instances', { imageId, instanceType: 'm7g.large' });
    expect(further).toMatchObject({ status: 201, body: { state: 'completed' } });
  });

  it('of an instance that is to run on does not reboot it', async () => {
    const made = await owner.post('/v1/images', ofInstance({ noReboot: true }));
    expect(made.status).toBe(201);
    expect(events(await owner.get(`/v1/instances/${instanceId}/history`, after(made)))).not.toContain(
      'InstanceRebooted',
    );
  });

  it.each<readonly [string, () => object, number, string, string]>([
    ['a field of a copy', () => ofInstance({ imageId: sourceId }), 400, 'invalid-request', '/source/imageId'],
    ['a malformed id', () => ofInstance({ instanceId: 'i-1' }), 400, 'malformed-id', '/source/instanceId'],
    [
      'no instance',
      () => ofInstance({ instanceId: undefined }),
      400,
      'invalid-request',
      '/source/instanceId',
    ],
    ['no kind', () => ofInstance({ kind: undefined }), 400, 'invalid-request', '/source/kind'],
    [
      'an instance that is not there',
      () => ofInstance({ instanceId: 'i-00000000000000000' }),
      404,
      'unknown-instance',
      '/source/instanceId',
    ],
    [
      'another size',
      () => ofInstance({ blockDeviceMappings: [{ deviceName: '/dev/sdb', ebs: { volumeSize: 200 } }] }),
      422,
      'invalid-block-device-mapping',
      '/source/blockDeviceMappings/0/ebs/volumeSize',
    ],
    ['a name that is none', () => ofInstance({}, { name: '?!?' }), 422, 'invalid-image-name', '/name'],
    [
      'tags of no image',
      () => ofInstance({}, { copyImageTags: true }),
      422,
      'invalid-field',
      '/copyImageTags',
    ],
  ])('with %s is refused', async (_, body, status, code, pointer) => {
    const answer = await owner.post('/v1/images', body());
    expect(answer).toMatchObject({ status, body: { code } });
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([pointer]);
  });

  it('is its owner’s to make, of an instance that runs or has stopped', async () => {
    const stranger = await service.caller(STRANGER);
    const [hidden, unknown] = [
      await stranger.post('/v1/images', ofInstance()),
      await stranger.post('/v1/images', ofInstance({ instanceId: 'i-00000000000000000' })),
    ];
    expect(hidden.status).toBe(404);
    expect(said(hidden)).toBe(said(unknown));
    await owner.post(`/v1/instances/${instanceId}/actions`, { action: 'terminate' });
    expect(await owner.post('/v1/images', ofInstance())).toMatchObject({
      status: 409,
      body: { code: 'incorrect-instance-state', ec2Code: 'IncorrectInstanceState' },
    });
  });

  it('in a dry run says what would be recorded, and records nothing', async () => {
    const dry = await owner.post('/v1/images?dryRun=true', ofInstance());
    expect(dry.body).toMatchObject({ dryRun: true, wouldRecord: [{ event: 'ImageCreated' }] });
    expect(events(await owner.get(`/v1/instances/${instanceId}/history`, after(launched)))).not.toContain(
      'InstanceRebooted',
    );
  });

  it('is one for twenty under one key, and one of twenty has a name', async () => {
    const wish = ofInstance();
    const under = await Promise.all(
      Array.from({ length: 20 }, () => owner.post('/v1/images', wish, { 'idempotency-key': 'twenty' })),
    );
    expect(new Set(under.map(({ status, body }) => `${status} ${body.imageId}`)).size).toBe(1);
    expect(under[0]?.status).toBe(201);
    const wanted = ofInstance();
    const answers = await Promise.all(Array.from({ length: 20 }, () => owner.post('/v1/images', wanted)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'image-name-taken')).toHaveLength(19);
  });
});
