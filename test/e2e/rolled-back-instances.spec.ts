import { eventually } from '../support/eventually';
import { after, type Answer, type Caller } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { OWNER, registration, startService, type Service } from '../support/service';

let database: TestDatabase;
let service: Service;
let owner: Caller;
let families = 0;
let name: string;
let path: string;
let images: string[];

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.url);
  owner = await service.caller(OWNER, ['member'], 'anna@example.com');
});

afterAll(async () => {
  await service.stop();
  await database.drop();
});

const done = async (asked: Promise<Answer>): Promise<Answer> => {
  const answer = await asked;
  expect({ status: answer.status, body: answer.body }).toMatchObject({
    status: answer.status < 300 ? answer.status : 200,
  });
  return answer;
};
const promote = (version: number, channel = 'prod') =>
  done(owner.put(`${path}/channels/${channel}`, { version }));
const launch = async (source: object): Promise<string> => {
  const { body } = await done(owner.post('/v1/instances', { instanceType: 'm7g.large', ...source }));
  return body.instances[0].instanceId;
};
const byProd = () => ({ family: { name, ownerId: OWNER }, channel: 'prod' });
const replace = (instanceId: string, body: object, query = '') =>
  owner.post(`/v1/instances/${instanceId}/root-volume-replacements${query}`, body);

/** A family with two versions; prod points at the first. */
beforeEach(async () => {
  name = `web-${families++}`;
  path = `/v1/families/${name}`;
  images = [];
  await done(owner.post('/v1/families', { name }));
  for (const _ of [1, 2]) {
    const { body } = await done(owner.post('/v1/images', registration()));
    images.push(body.imageId);
    await done(owner.post(`${path}/versions`, { imageId: body.imageId }));
  }
  await promote(1);
});

describe('An instance that is rolled back', () => {
  it('gets the root volume of an earlier version, as the plan says, keeps its data, and can be put back', async () => {
    await promote(2);
    const instanceId = await launch(byProd());
    const before = await eventually(async () => {
      const { status, body } = await owner.get(`/v1/instances/${instanceId}`);
      expect(status).toBe(200);
      return body;
    });
    const [root, data] = ['/dev/xvda', '/dev/sdb'].map(
      (device) =>
        before.blockDeviceMappings.find(({ deviceName }: { deviceName: string }) => deviceName === device).ebs
          .volumeId,
    );
    const wish = { family: { name }, version: 1, reason: '2 does not boot' };
    const dry = await done(replace(instanceId, wish, '?dryRun=true'));
    const family = { ownerId: OWNER, name };
    expect(dry.body.plan).toMatchObject({
      before: { volumeId: root, imageId: images[1], requested: { family, channel: 'prod', version: 2 } },
      after: { imageId: images[0], requested: { family, version: 1 } },
      dataVolumes: [{ deviceName: '/dev/sdb', volumeId: data }],
      access: { gain: [], lose: [] },
      instances: { count: 1, items: [{ instanceId, imageId: images[1], version: 2 }] },
    });
    const planned = `?planDigest=${dry.body.planDigest}`;
    const other = { ...wish, version: 2 };
    expect(await replace(instanceId, other, planned)).toMatchObject({
      status: 409,
      body: { code: 'plan-changed' },
    });
    const rolledBack = await done(replace(instanceId, wish, planned));
    expect(rolledBack.body).toMatchObject({
      taskState: 'succeeded',
      imageId: images[0],
      requested: { family, version: 1 },
      replacedVolumeId: root,
    });
    const now = await owner.get(`/v1/instances/${instanceId}`, after(rolledBack));
    expect(now.body.rootVolumeImageId).toBe(images[0]);
    expect(JSON.stringify(now.body.blockDeviceMappings)).toContain(data);
    // It was asked to run version 1, whatever the channel says.
    expect((await owner.get(`/v1/drift?family=${name}`, after(rolledBack))).body).toEqual({ items: [] });

    const { body: history } = await owner.get(
      `/v1/instances/${instanceId}/history?limit=100`,
      after(rolledBack),
    );
    const { correlationId } = history.items.find(
      ({ event }: { event: string }) => event === 'RootVolumeReplacementRequested',
    );
    const undone = await done(replace(instanceId, { undo: correlationId }));
    expect(undone.body).toMatchObject({
      imageId: images[1],
      undo: correlationId,
      requested: { family, channel: 'prod' },
    });
    expect((await owner.get(`/v1/instances/${instanceId}`, after(undone))).body.rootVolumeImageId).toBe(
      images[1],
    );
    const list = await owner.get(`/v1/instances/${instanceId}/root-volume-replacements`, after(undone));
    expect(list.body.items).toEqual([undone.body, rolledBack.body]);
  });

  it('is refused by name what is revoked, disabled or deregistered, and what names nothing', async () => {
    await promote(2);
    const instanceId = await launch(byProd());
    const refusal = async (wish: object) => {
      const { status, body } = await replace(instanceId, wish);
      return [status, body.code, body.errors?.[0].pointer];
    };
    const version1 = { family: { name }, version: 1 };
    await done(owner.post(`/v1/images/${images[0]}/disabling`));
    expect(await refusal(version1)).toEqual([409, 'image-disabled', '/family']);
    await done(owner.post(`/v1/images/${images[0]}/enabling`));
    await done(owner.post(`/v1/images/${images[0]}/revocation`, { reason: 'a hole' }));
    expect(await refusal(version1)).toEqual([409, 'image-revoked', '/family']);
    await done(owner.post(`/v1/images/${images[0]}/deregistration`));
    expect(await refusal(version1)).toEqual([409, 'image-deregistered', '/family']);
    expect(await refusal({ family: { name }, version: 9 })).toEqual([
      404,
      'unknown-image-version',
      '/version',
    ]);
    expect(await refusal({ family: { name: 'nobodys' } })).toEqual([404, 'unknown-family', '/family']);
    expect(await refusal({ undo: 'nothing' })).toEqual([404, 'unknown-rollback', '/undo']);
    expect(await refusal({ imageId: images[1], family: { name } })).toEqual([
      422,
      'invalid-field',
      '/family',
    ]);
    expect(await refusal({ family: { name }, channel: 'prod', version: 1 })).toEqual([
      422,
      'invalid-field',
      '/channel',
    ]);
    expect(await refusal({ channel: 'prod' })).toEqual([422, 'invalid-field', '/channel']);
  });
});
