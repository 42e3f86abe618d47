import { after, type Answer, type Caller } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { FRIEND, OWNER, registration, startService, STRANGER, type Service } from '../support/service';

let database: TestDatabase;
let service: Service;
let owner: Caller;
let families: number;
let name: string;
let path: string;
let images: string[];

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.url);
  owner = await service.caller(OWNER);
  families = 0;
});

afterAll(async () => {
  await service.stop();
  await database.drop();
});

/** A family with two versions, whose prod points at the first, which is shared with a friend. */
beforeEach(async () => {
  name = `web-${families++}`;
  path = `/v1/families/${name}`;
  images = [];
  await owner.post('/v1/families', { name });
  for (const _ of [1, 2]) {
    const { imageId } = (await owner.post('/v1/images', registration())).body;
    images.push(imageId);
    await owner.post(`${path}/versions`, { imageId });
  }
  await owner.put(`${path}/channels/prod`, { version: 1 });
  await owner.post(`/v1/images/${images[0]}/launch-permissions`, { add: [{ userId: FRIEND }] });
});

const launch = (wish: object, by = owner, query = ''): Promise<Answer> =>
  by.post(`/v1/instances${query}`, { instanceType: 'm7g.large', ...wish });

describe('A launch by a family', () => {
  it('is of what the channel points at, or of the version that is named; the instance keeps what was asked', async () => {
    const family = { ownerId: OWNER, name };
    for (const [wish, imageId, requested] of [
      [{ family: { name } }, images[1], { family, channel: 'latest', version: 2 }],
      [{ family: { name }, channel: 'prod' }, images[0], { family, channel: 'prod', version: 1 }],
      [{ family, version: 1 }, images[0], { family, version: 1 }],
    ] as const) {
      const launched = await launch(wish);
      expect(launched).toMatchObject({ status: 201, body: { imageId, requested } });
      const [{ instanceId, ...answered }] = launched.body.instances;
      expect(answered).toMatchObject({ imageId, requested });
      const { body } = await owner.get(`/v1/instances/${instanceId}`, after(launched));
      expect([body.imageId, body.requested]).toEqual([imageId, requested]);
    }
  });

  it('of another account works for who may launch the image; for others there is no such family', async () => {
    const family = { ownerId: OWNER, name };
    const friend = await service.caller(FRIEND);
    const launched = await launch({ family, channel: 'prod' }, friend);
    expect(launched).toMatchObject({
      status: 201,
      body: { ownerId: FRIEND, imageId: images[0], instances: [{ grounds: 'account' }] },
    });
    const usage = await owner.get(`/v1/images/${images[0]}/instances`, after(launched));
    expect(usage.body.items).toMatchObject([{ ownerId: FRIEND, requested: { family, channel: 'prod' } }]);
    const stranger = await service.caller(STRANGER);
    const hidden = [
      await launch({ family, channel: 'latest' }, friend),
      await launch({ family, channel: 'beta' }, friend),
      await launch({ family, version: 9 }, friend),
      await launch({ family, channel: 'prod' }, stranger),
      await launch({ family: { ownerId: OWNER, name: 'nothing' } }, stranger),
      await launch({ family: { name } }, stranger),
    ];
    for (const { status, body } of hidden)
      expect({ status, code: body.code, errors: body.errors }).toMatchObject({
        status: 404,
        code: 'unknown-family',
        errors: [{ pointer: '/family' }],
      });
  });

  it('is refused by name where it leads to nothing, or to what does not launch', async () => {
    const empty = `${name}-empty`;
    await owner.post('/v1/families', { name: empty });
    const refused = async (wish: object): Promise<unknown> => {
      const { status, body } = await launch(wish);
      return [status, body.code, body.errors?.[0]?.pointer];
    };
    expect([
      await refused({ family: { name: 'nothing' } }),
      await refused({ family: { name }, channel: 'beta' }),
      await refused({ family: { name }, version: 9 }),
      await refused({ family: { name: empty } }),
    ]).toEqual([
      [404, 'unknown-family', '/family'],
      [404, 'unknown-channel', '/channel'],
      [404, 'unknown-image-version', '/version'],
      [409, 'channel-points-at-none', '/channel'],
    ]);
    await owner.post(`/v1/images/${images[0]}/revocation`, { reason: 'CVE-2026-1234', channels: 'keep' });
    for (const wish of [{ channel: 'prod' }, { version: 1 }])
      expect(await launch({ family: { name }, ...wish })).toMatchObject({
        status: 409,
        body: { code: 'image-revoked' },
      });
  });

  it('names one way to the image, and exactly one', async () => {
    const [imageId] = images;
    const family = { name };
    for (const [wish, pointer] of [
      [{}, '/imageId'],
      [{ channel: 'prod' }, '/imageId'],
      [{ imageId, family }, '/family'],
      [{ imageId, channel: 'prod' }, '/channel'],
      [{ imageId, version: 1 }, '/version'],
      [{ family, channel: 'prod', version: 1 }, '/channel'],
    ] as const)
      expect(await launch(wish)).toMatchObject({
        status: 422,
        body: { code: 'invalid-field', errors: [{ in: 'body', pointer }] },
      });
  });

  it('in a dry run says what it would come to', async () => {
    const { body } = await launch({ family: { name }, channel: 'prod' }, owner, '?dryRun=true');
    expect(body.wouldRecord).toMatchObject([
      { event: 'LaunchRequested', data: { imageId: images[0], requested: { channel: 'prod', version: 1 } } },
    ]);
  });
});
