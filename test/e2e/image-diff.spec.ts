import { after, type Answer, type Caller } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { moment } from '../support/moment';
import { FRIEND, OWNER, registration, startService, STRANGER, type Service } from '../support/service';

let database: TestDatabase;
let service: Service;
let owner: Caller;
let path: string;
/** Before the image, while it was as it was made, and once it was shared. */
let times: readonly [born: string, made: string, shared: string];
let disabled: Answer;

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.url);
  owner = await service.caller(OWNER);
  const born = await moment();
  const { body } = await owner.post('/v1/images', registration({ tags: { team: 'web' } }));
  path = `/v1/images/${body.imageId}`;
  const made = await moment();
  await owner.post(`${path}/launch-permissions`, { add: [{ userId: FRIEND }] });
  await owner.put(`${path}/tags`, { team: 'api', stage: 'prod' });
  const shared = await moment();
  disabled = await owner.post(`${path}/disabling`);
  times = [born, made, shared];
});

afterAll(async () => {
  await service.stop();
  await database.drop();
});

const diff = (from: string, to?: string) =>
  owner.get(`${path}/diff?from=${from}${to === undefined ? '' : `&to=${to}`}`, after(disabled));

const TAGS = { added: { stage: 'prod' }, removed: {}, changed: { team: { from: 'web', to: 'api' } } };

describe('What differs in an image', () => {
  it('between two times, is what differed then', async () => {
    const [, made, shared] = times;
    expect(await diff(made, shared)).toMatchObject({
      status: 200,
      body: { launchPermissions: { added: [{ userId: FRIEND }], removed: [] }, tags: TAGS, attributes: {} },
    });
    expect((await diff(made, shared)).body).not.toHaveProperty('state');
  });

  it('since a time, is what differs now', async () => {
    const [, made] = times;
    expect((await diff(made)).body).toMatchObject({
      state: { from: 'available', to: 'disabled' },
      launchPermissions: { added: [], removed: [] },
      tags: TAGS,
    });
  });

  it('is asked for times at which there was an image, in their order', async () => {
    const [born, made, shared] = times;
    const refused = async (from: string, to?: string) => {
      const { status, body } = await diff(from, to);
      return [status, body.code, body.errors[0].in, body.errors[0].pointer];
    };
    expect([
      await refused(born),
      await refused('2999-01-01T00:00:00Z'),
      await refused(made, '2999-01-01T00:00:00Z'),
      await refused(shared, made),
    ]).toEqual([
      [422, 'image-not-yet-created', 'query', '/from'],
      [422, 'future-as-of', 'query', '/from'],
      [422, 'future-as-of', 'query', '/to'],
      [400, 'invalid-request', 'query', '/to'],
    ]);
  });

  it('is for its owner and for auditors', async () => {
    const [, made] = times;
    const auditor = await service.caller(STRANGER, ['auditor']);
    expect((await auditor.get(`${path}/diff?from=${made}`, after(disabled))).status).toBe(200);
    const shared = await owner.post('/v1/images', registration());
    const other = `/v1/images/${shared.body.imageId}`;
    const granted = await owner.post(`${other}/launch-permissions`, { add: [{ userId: FRIEND }] });
    const friend = await service.caller(FRIEND);
    const stranger = await service.caller(STRANGER);
    const since = await moment();
    expect((await friend.get(`${other}/diff?from=${since}`, after(granted))).status).toBe(403);
    expect((await stranger.get(`${other}/diff?from=${since}`)).status).toBe(404);
  });
});

describe('What differs between two versions of a family', () => {
  it('is their devices, their tags, their attributes and who may launch them', async () => {
    const sizes = [100, 200];
    const imageIds: string[] = [];
    await owner.post('/v1/families', { name: 'web' });
    for (const volumeSize of sizes) {
      const source = {
        kind: 'snapshots',
        architecture: 'x86_64',
        rootDeviceName: '/dev/xvda',
        blockDeviceMappings: [
          { deviceName: '/dev/xvda', ebs: { snapshotId: 'snap-0123456789abcdef0' } },
          { deviceName: '/dev/sdb', ebs: { volumeSize } },
        ],
      };
      const { body } = await owner.post(
        '/v1/images',
        registration({ source, tags: { size: `${volumeSize}` } }),
      );
      imageIds.push(body.imageId);
      await owner.post('/v1/families/web/versions', { imageId: body.imageId });
    }
    const shared = await owner.post(`/v1/images/${imageIds[1]}/launch-permissions`, {
      add: [{ userId: FRIEND }],
    });
    const { status, body } = await owner.get('/v1/families/web/diff?from=1&to=2', after(shared));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      from: { version: 1, imageId: imageIds[0] },
      to: { version: 2, imageId: imageIds[1] },
      launchPermissions: { added: [{ userId: FRIEND }], removed: [] },
      tags: { changed: { size: { from: '100', to: '200' } } },
      blockDeviceMappings: {
        added: [],
        removed: [],
        changed: [{ from: { ebs: { volumeSize: 100 } }, to: { ebs: { volumeSize: 200 } } }],
      },
    });
    expect(Object.keys(body.attributes)).toEqual(['name']);
    expect(await owner.get('/v1/families/web/diff?from=1&to=3')).toMatchObject({
      status: 404,
      body: { code: 'unknown-image-version', errors: [{ in: 'query', pointer: '/to' }] },
    });
    const stranger = await service.caller(STRANGER);
    const hidden = await stranger.get(`/v1/families/web/diff?from=1&to=2&ownerId=${OWNER}`);
    expect(hidden).toMatchObject({ status: 404, body: { code: 'unknown-family' } });
  });
});
