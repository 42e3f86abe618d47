import { SimulatedComputeProvider } from '../../libs/compute';
import { ComputeFailure } from '../../libs/machine-images';
import { after, type Answer, type Caller } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { FRIEND, OWNER, registration, startService, STRANGER, type Service } from '../support/service';

let database: TestDatabase;
let service: Service;
let owner: Caller;
let instanceId: string;
let sourceId: string;

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
  const launched = await owner.post('/v1/instances', { imageId: sourceId, instanceType: 'm7g.large' });
  [{ instanceId }] = launched.body.instances;
});

afterEach(() => jest.restoreAllMocks());

let names = 0;
const ofInstance = (source: object = {}, changes: object = {}): Record<string, unknown> => ({
  name: `of an instance ${++names}`,
  source: { kind: 'instance', instanceId, ...source },
  ...changes,
});
const copy = (source: object = {}, changes: object = {}): Record<string, unknown> => ({
  name: `a copy ${++names}`,
  source: { kind: 'copy', imageId: sourceId, ...source },
  ...changes,
});
const events = ({ body }: Answer): readonly string[] =>
  body.items.map(({ event }: { event: string }) => event);
const snapshotIds = ({ body }: Answer): readonly string[] =>
  body.blockDeviceMappings.map(({ ebs }: { ebs: { snapshotId: string } }) => ebs.snapshotId);
/** What a caller is told, but for the id. */
const said = ({ body }: Answer): string => JSON.stringify(body).replaceAll(/(i|ami)-[0-9a-f]{17}/g, 'ID');
const FRANKFURT = { 'ledger-region': 'eu-central-1' };

/** Whoever asks the provider for an image under this name, the request or the process manager. */
function refuse(call: 'createImage' | 'copyImage', refused: unknown, failure: ComputeFailure): () => void {
  const provider = SimulatedComputeProvider.prototype;
  const { createImage, copyImage } = provider;
  let isOver = false;
  const refuses = (name: string): boolean => name === refused && !isOver;
  if (call === 'createImage')
    jest.spyOn(provider, call).mockImplementation(function (this: SimulatedComputeProvider, wanted) {
      return refuses(wanted.name) ? Promise.reject(failure) : createImage.call(this, wanted);
    });
  else
    jest.spyOn(provider, call).mockImplementation(function (this: SimulatedComputeProvider, wanted) {
      return refuses(wanted.name) ? Promise.reject(failure) : copyImage.call(this, wanted);
    });
  return () => void (isOver = true);
}

describe('An image that the provider', () => {
  it('cannot make has failed, says why, now and as of then, and is deregistered', async () => {
    const wish = ofInstance();
    refuse('createImage', wish['name'], new ComputeFailure('SnapshotLimitExceeded', 'no room', false));
    const made = await owner.post('/v1/images', wish);
    const failed = { state: 'failed', stateReason: { message: 'SnapshotLimitExceeded: no room' } };
    expect(made).toMatchObject({ status: 201, body: failed });
    const { imageId } = made.body;
    const path = `/v1/images/${imageId}`;
    const shown = await owner.get(path, after(made));
    expect(shown.body).toEqual(made.body);
    expect((await owner.get('/v1/images?state=failed', after(made))).body.items).toContainEqual(made.body);
    expect(events(await owner.get(`${path}/history`, after(made)))).toEqual([
      'ImageCreated',
      'ImageCreationFailed',
    ]);
    expect((await owner.get(`${path}/access`, after(made))).body).toMatchObject({
      allowed: false,
      because: 'image-failed',
    });
    expect(await owner.post('/v1/instances', { imageId, instanceType: 'm7g.large' })).toMatchObject({
      status: 409,
      body: { code: 'image-failed', ec2Code: 'InvalidAMIID.Unavailable' },
    });
    await eventually(async () => {
      const { body } = await owner.get(`/v1/snapshots/${snapshotIds(made)[1]}`);
      expect(body).toMatchObject({ state: 'failed', stateMessage: 'SnapshotLimitExceeded: no room' });
    });
    expect(await owner.post('/v1/images', { ...ofInstance(), name: wish['name'] })).toMatchObject({
      status: 409,
      body: { code: 'image-name-taken' },
    });
    const then = (await owner.get(`${path}/history`)).body.items[1].at;
    const gone = await owner.post(`${path}/deregistration`);
    expect(gone.body).toMatchObject({ state: 'deregistered' });
    expect((await owner.get(`${path}?asOf=${then}`, after(gone))).body).toMatchObject(failed);
  });

  it('does not answer for is pending, and available once it does', async () => {
    const wish = ofInstance();
    const over = refuse('createImage', wish['name'], new ComputeFailure('Unavailable', 'later', true));
    const made = await owner.post('/v1/images', wish);
    expect(made).toMatchObject({ status: 201, body: { state: 'pending' } });
    expect((await owner.get(`/v1/images/${made.body.imageId}`, after(made))).body).toEqual(made.body);
    over();
    await eventually(async () => {
      const { body } = await owner.get(`/v1/images/${made.body.imageId}`);
      expect(body.state).toBe('available');
    });
  });
});

describe('A copy of an image', () => {
  it('is made in the region of the request, of snapshots of its own', async () => {
    const made = await owner.post(
      '/v1/images',
      copy({ region: 'us-east-1' }, { copyImageTags: true, tags: { stage: 'prod' } }),
      FRANKFURT,
    );
    expect(made).toMatchObject({
      status: 201,
      body: {
        state: 'available',
        region: 'eu-central-1',
        origin: { kind: 'copy', imageId: sourceId, region: 'us-east-1' },
        tags: { team: 'web', stage: 'prod' },
        visibility: 'private',
      },
    });
    const path = `/v1/images/${made.body.imageId}`;
    expect((await owner.get(path, { ...FRANKFURT, ...after(made) })).body).toEqual(made.body);
    const [snapshotId] = snapshotIds(made);
    const { body: snapshot } = await owner.get(`/v1/snapshots/${snapshotId}`, {
      ...FRANKFURT,
      ...after(made),
    });
    expect(snapshot).toMatchObject({
      state: 'completed',
      region: 'eu-central-1',
      sourceSnapshotId: 'snap-0123456789abcdef0',
    });
    expect(snapshot).not.toHaveProperty('volumeId');
  });

  it('is made in the region of the image when none is named', async () => {
    const made = await owner.post('/v1/images', copy());
    expect(made.body).toMatchObject({ region: 'us-east-1', tags: {} });
    expect(await owner.post('/v1/images', copy(), FRANKFURT)).toMatchObject({
      status: 404,
      body: { code: 'unknown-image', ec2Code: 'InvalidAMIID.NotFound' },
    });
  });

  it('is its owner’s to make: who may launch it is told so, and others do not hear of it', async () => {
    const [friend, stranger] = [await service.caller(FRIEND), await service.caller(STRANGER)];
    await owner.post(`/v1/images/${sourceId}/launch-permissions`, { add: [{ userId: FRIEND }] });
    expect(await friend.post('/v1/images', copy())).toMatchObject({
      status: 403,
      body: {
        code: 'image-storage-not-shared',
        ec2Code: 'InvalidRequest',
        errors: [{ pointer: '/source/imageId' }],
      },
    });
    const [hidden, unknown] = [
      await stranger.post('/v1/images', copy()),
      await stranger.post('/v1/images', copy({ imageId: 'ami-00000000000000000' })),
    ];
    expect(hidden.status).toBe(404);
    expect(said(hidden)).toBe(said(unknown));
    const acting = service.admin.with({ 'ledger-account': OWNER });
    expect((await acting.post('/v1/images', copy())).body).toMatchObject({ ownerId: OWNER });
    await owner.post(`/v1/images/${sourceId}/deregistration`);
    expect(await owner.post('/v1/images', copy())).toMatchObject({
      status: 409,
      body: { code: 'image-deregistered' },
    });
  });

  it('that the provider cannot make has failed', async () => {
    const wish = copy();
    refuse('copyImage', wish['name'], new ComputeFailure('ResourceLimitExceeded', 'no more', false));
    const made = await owner.post('/v1/images', wish);
    expect(made.body).toMatchObject({
      state: 'failed',
      stateReason: { message: 'ResourceLimitExceeded: no more' },
    });
  });
});
