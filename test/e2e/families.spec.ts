import { after, type Answer, type Caller } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { OWNER, registration, startService, STRANGER, type Service } from '../support/service';

let database: TestDatabase;
let service: Service;
let owner: Caller;
let families: number;
let path: string;
let images: string[];

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.url);
  owner = await service.caller(OWNER, ['member'], 'anna@example.com');
  families = 0;
});

afterAll(async () => {
  await service.stop();
  await database.drop();
});

const publishOne = async (): Promise<Answer> => {
  const { body } = await owner.post('/v1/images', registration());
  images.push(body.imageId);
  return owner.post(`${path}/versions`, { imageId: body.imageId });
};

/** A family with three versions, that prod was promoted through. */
beforeEach(async () => {
  const name = `web-${families++}`;
  path = `/v1/families/${name}`;
  images = [];
  expect(await owner.post('/v1/families', { name, description: 'the web tier' })).toMatchObject({
    status: 201,
    body: { name, ownerId: OWNER, versions: 0, channels: [] },
  });
  for (const version of [1, 2, 3]) {
    expect(await publishOne()).toMatchObject({ status: 200, body: { versions: version } });
    await promote(version);
  }
});

const promote = (version: number, reason = 'it is tested'): Promise<Answer> =>
  owner.put(`${path}/channels/prod`, { version, reason });
const channelsOf = ({ body }: Answer): Record<string, number | null> =>
  Object.fromEntries(
    (body.channels as { channel: string; version: number | null }[]).map(({ channel, version }) => [
      channel,
      version,
    ]),
  );

describe('A family', () => {
  it('shows its channels as they are, as they were, and every movement with who and why', async () => {
    const before = new Date().toISOString();
    const rolledBack = await owner.post(`${path}/channels/prod/rollbacks`, { reason: '3 does not boot' });
    expect(channelsOf(rolledBack)).toEqual({ latest: 3, prod: 2 });
    expect(channelsOf(await owner.get(path, after(rolledBack)))).toEqual({ latest: 3, prod: 2 });
    expect(channelsOf(await owner.get(`${path}?asOf=${before}`))).toEqual({ latest: 3, prod: 3 });
    const { body } = await owner.get(`${path}/channels/prod/history`);
    expect(body.items).toMatchObject([
      { event: 'ChannelRolledBack', from: 3, to: 2, reason: '3 does not boot' },
      { event: 'ChannelPromoted', from: 2, to: 3, reason: 'it is tested' },
      { event: 'ChannelPromoted', from: 1, to: 2 },
      { event: 'ChannelPromoted', from: null, to: 1, actor: { subject: 'anna@example.com' } },
    ]);
    const latest = await owner.get(`${path}/channels/latest/history`);
    expect(latest.body.items.map(({ to }: { to: number }) => to)).toEqual([3, 2, 1]);
    const history = await owner.get(`${path}/history?order=newest-first&limit=1`, after(rolledBack));
    expect(history.body.items).toMatchObject([
      { event: 'ChannelRolledBack', before: { 'channels/prod': 3 }, after: { 'channels/prod': 2 } },
    ]);
  });

  it('lists its versions newest first, as numbers, page by page, and publishes none twice', async () => {
    for (let version = 4; version <= 12; version++) await publishOne();
    const again = await owner.post(`${path}/versions`, { imageId: images[0] });
    expect(again.body).toMatchObject({ versions: 12 });
    const seen: number[] = [];
    for (let cursor = ''; ;) {
      const { body } = await owner.get(`${path}/versions?limit=5${cursor}`, after(again));
      seen.push(...body.items.map(({ version }: { version: number }) => version));
      if (body.nextCursor === undefined) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    expect(seen).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(channelsOf(await owner.get(path))).toMatchObject({ latest: 12 });
  });

  it('has as its next version what is made for it, and nobody makes an image for a family that is not there', async () => {
    const family = { name: path.split('/').at(-1) };
    const made = await owner.post('/v1/images', registration({ family }));
    expect(made).toMatchObject({ status: 201, body: { state: 'available' } });
    await eventually(async () => expect(channelsOf(await owner.get(path))).toEqual({ latest: 4, prod: 3 }));
    const { body } = await owner.get(`${path}/versions?limit=1`);
    expect(body.items).toMatchObject([{ version: 4, imageId: made.body.imageId }]);
    const unknown = registration({ name: 'made for nothing', family: { name: 'none' } });
    expect(await owner.post('/v1/images', unknown)).toMatchObject({
      status: 404,
      body: { code: 'unknown-family', errors: [{ pointer: '/family' }] },
    });
    const named = await owner.get('/v1/images?name=made%20for*', after(made));
    expect(named.body.items).toEqual([]);
  });

  it('plans a rollback, and does exactly that or nothing', async () => {
    const plan = await owner.post(`${path}/channels/prod/rollbacks?dryRun=true`, {});
    expect(plan.body).toMatchObject({
      wouldRecord: [{ event: 'ChannelRolledBack', data: { channel: 'prod', from: 3, to: 2 } }],
    });
    const planned = `${path}/channels/prod/rollbacks?planDigest=${plan.body.planDigest}`;
    await owner.post(`/v1/images/${images[1]}/deregistration`);
    expect(await owner.post(planned)).toMatchObject({
      status: 409,
      body: { code: 'plan-changed' },
    });
    const replan = await owner.post(`${path}/channels/prod/rollbacks?dryRun=true`, {});
    const { planDigest } = replan.body;
    const done = await owner.post(`${path}/channels/prod/rollbacks?planDigest=${planDigest}`);
    expect(channelsOf(done)).toMatchObject({ prod: 1 });
  });

  it('says before a rollback who gets what by it, and can be put back', async () => {
    const launched = await owner.post('/v1/instances', {
      family: { name: path.split('/').at(-1) },
      channel: 'prod',
      instanceType: 'm7g.large',
    });
    const [{ instanceId }] = launched.body.instances;
    await owner.post(`/v1/images/${images[1]}/launch-permissions`, { add: [{ userId: STRANGER }] });
    const plan = await owner.post(`${path}/channels/prod/rollbacks?dryRun=true`, {});
    expect(plan.body.plan).toEqual({
      before: { version: 3, imageId: images[2] },
      after: { version: 2, imageId: images[1] },
      access: { gain: [{ userId: STRANGER }], lose: [] },
      instances: {
        count: 1,
        items: [{ instanceId, ownerId: OWNER, state: 'running', imageId: images[2], version: 3 }],
      },
    });
    const planned = `${path}/channels/prod/rollbacks?planDigest=${plan.body.planDigest}`;
    await owner.post(`/v1/images/${images[1]}/launch-permissions`, { remove: [{ userId: STRANGER }] });
    expect(await owner.post(planned)).toMatchObject({ status: 409, body: { code: 'plan-changed' } });
    const back = await owner.post(`${path}/channels/prod/rollbacks`, { to: 1 });
    const history = async (since: Answer) =>
      (await owner.get(`${path}/channels/prod/history`, after(since))).body.items;
    const [{ correlationId }] = await history(back);
    const undone = await owner.post(`${path}/channels/prod/rollbacks`, { undo: correlationId });
    expect(channelsOf(undone)).toMatchObject({ prod: 3 });
    expect((await history(undone))[0]).toMatchObject({ event: 'ChannelRolledBack', from: 1, to: 3 });
    expect(channelsOf(await owner.post(`${path}/channels/prod/rollbacks`))).toMatchObject({ prod: 2 });
    const refusal = async (wish: object) => {
      const { status, body } = await owner.post(`${path}/channels/prod/rollbacks`, wish);
      return [status, body.code, body.errors?.[0].pointer];
    };
    expect(await refusal({ undo: 'nothing' })).toEqual([404, 'unknown-rollback', '/undo']);
    expect(await refusal({ undo: correlationId, to: 1 })).toEqual([422, 'invalid-field', '/undo']);
  });

  it('refuses by name what a channel cannot point at', async () => {
    await owner.post(`/v1/images/${images[0]}/deregistration`);
    expect(await owner.post(`${path}/channels/prod/rollbacks`, { to: 1 })).toMatchObject({
      status: 409,
      body: { code: 'image-version-unusable', detail: `${images[0]} is deregistered` },
    });
    expect(await promote(9)).toMatchObject({ status: 404, body: { code: 'unknown-image-version' } });
    expect(await owner.put(`${path}/channels/latest`, { version: 1 })).toMatchObject({
      status: 409,
      body: { code: 'channel-managed' },
    });
    expect(await owner.post(`${path}/channels/beta/rollbacks`)).toMatchObject({ status: 404 });
    expect(await owner.get(`${path}/channels/beta/history`)).toMatchObject({ status: 404 });
  });

  it('is nobody else’s, and nobody else’s image is a version of it', async () => {
    const stranger = await service.caller(STRANGER);
    const answers = [
      await stranger.get(`${path}?ownerId=${OWNER}`),
      await stranger.get(`${path}/versions?ownerId=${OWNER}`),
      await stranger.get(`${path}/history?ownerId=${OWNER}`),
      await stranger.get(`${path}/channels/prod/history?ownerId=${OWNER}`),
      await stranger.put(`${path}/channels/prod?ownerId=${OWNER}`, { version: 1 }),
      await stranger.post(`${path}/channels/prod/rollbacks?ownerId=${OWNER}`),
      await stranger.get(path),
    ];
    for (const { status, body } of answers)
      expect({ status, code: body.code }).toEqual({ status: 404, code: 'unknown-family' });
    expect((await stranger.get('/v1/families')).body).toEqual({ items: [] });
    const theirs = (await stranger.post('/v1/images', registration({ source: registration()['source'] })))
      .body;
    expect(await owner.post(`${path}/versions`, { imageId: theirs.imageId })).toMatchObject({
      status: 404,
      body: { code: 'unknown-image', errors: [{ pointer: '/imageId' }] },
    });
  });

  it('is created once under a name, and described once', async () => {
    const name = path.split('/').at(-1);
    const again = await owner.post('/v1/families', { name, description: 'the web tier' });
    expect(again).toMatchObject({ status: 201, body: { versions: 3 } });
    expect(await owner.post('/v1/families', { name, description: 'another' })).toMatchObject({
      status: 409,
      body: { code: 'family-name-taken' },
    });
    const { body } = await owner.get('/v1/families?limit=1000', after(again));
    expect(body.items).toContainEqual(expect.objectContaining({ name, description: 'the web tier' }));
  });
});
