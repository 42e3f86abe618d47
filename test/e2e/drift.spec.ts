import { after, type Answer, type Caller } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { FRIEND, OWNER, registration, startService, STRANGER, type Service } from '../support/service';

let database: TestDatabase;
let service: Service;
let owner: Caller;
let friend: Caller;
let auditor: Caller;
let families = 0;
let name: string;
let path: string;
let images: string[];

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.url);
  owner = await service.caller(OWNER, ['member'], 'anna@example.com');
  friend = await service.caller(FRIEND);
  auditor = await service.caller(STRANGER, ['auditor']);
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
const launch = async (caller: Caller, source: object): Promise<string> => {
  const { body } = await done(caller.post('/v1/instances', { instanceType: 'm7g.large', ...source }));
  return body.instances[0].instanceId;
};
const byProd = () => ({ family: { name, ownerId: OWNER }, channel: 'prod' });
const replace = (instanceId: string, body: object) =>
  owner.post(`/v1/instances/${instanceId}/root-volume-replacements`, body);

/** What drifts of the family, or of everything. */
async function drift(since: Answer, caller = owner, query = `?family=${name}&ownerId=${OWNER}`) {
  const { status, body } = await caller.get(`/v1/drift${query}`, after(since));
  expect(status).toBe(200);
  return body.items;
}
interface Mend {
  readonly path: string;
  readonly body: object;
}
const brief = (items: readonly { instanceId: string; why: string[] }[]) =>
  Object.fromEntries(items.map(({ instanceId, why }) => [instanceId, why]));

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

describe('Drift', () => {
  it('is what runs another version than its channel says, from the move on until it is mended', async () => {
    const old = await launch(owner, byProd());
    const byImage = await launch(owner, { imageId: images[0] });
    const moved = await promote(2);
    const fresh = await launch(owner, byProd());
    const [item, ...others] = await drift(moved);
    expect(others).toEqual([]);
    expect(item).toEqual({
      instanceId: old,
      ownerId: OWNER,
      region: 'us-east-1',
      state: 'running',
      requested: { family: { ownerId: OWNER, name }, channel: 'prod', version: 1 },
      runs: { imageId: images[0], version: 1, since: expect.any(String) },
      says: { version: 2, imageId: images[1], revoked: false },
      why: ['behind'],
      mend: {
        method: 'POST',
        path: `/v1/instances/${old}/root-volume-replacements`,
        body: { family: { ownerId: OWNER, name }, channel: 'prod' },
      },
    });
    const mended = await done(owner.post(item.mend.path, item.mend.body));
    expect(await drift(mended)).toEqual([]);
    const back = await done(owner.post(`${path}/channels/prod/rollbacks`));
    expect(brief(await drift(back))).toEqual({ [old]: ['ahead'], [fresh]: ['ahead'] });
    const gone = await done(owner.post(`/v1/instances/${old}/actions`, { action: 'terminate' }));
    expect(brief(await drift(gone))).toEqual({ [fresh]: ['ahead'] });
    expect(byImage).not.toBe(old);
  });

  it('is what runs a revoked image, however it was asked for, and says what would mend it', async () => {
    const [byChannel, byImage] = [await launch(owner, byProd()), await launch(owner, { imageId: images[0] })];
    const byVersion = await launch(owner, { family: { name }, version: 1 });
    const revoked = await done(
      owner.post(`/v1/images/${images[0]}/revocation`, { reason: 'a hole', channels: 'keep' }),
    );
    const items = (await drift(revoked, owner, '?owner=self')).filter(
      ({ runs }: { runs: { imageId: string } }) => runs.imageId === images[0],
    );
    expect(brief(items)).toEqual({
      [byChannel]: ['revoked'],
      [byImage]: ['revoked'],
      [byVersion]: ['revoked'],
    });
    const mends = Object.fromEntries(
      items.map(({ instanceId, mend }: { instanceId: string; mend: Mend }) => [instanceId, mend]),
    );
    const latest = { family: { ownerId: OWNER, name }, channel: 'latest' };
    expect(mends[byChannel]).toEqual({ method: 'POST', path: `${path}/channels/prod/rollbacks`, body: {} });
    expect(mends[byImage].body).toEqual(latest);
    expect(mends[byVersion].body).toEqual(latest);
    const mended = await done(owner.post(mends[byImage].path, mends[byImage].body));
    const left = await drift(mended, owner, `?family=${name}`);
    expect(brief(left)).toEqual({ [byChannel]: ['revoked'], [byVersion]: ['revoked'] });
    const stopped = await done(owner.post(`/v1/instances/${byVersion}/actions`, { action: 'stop' }));
    const [pinned] = (await drift(stopped, owner, `?family=${name}`)).filter(
      ({ instanceId }: { instanceId: string }) => instanceId === byVersion,
    );
    expect(pinned).not.toHaveProperty('mend');
  });

  it('is by page, by channel and by whose the instances are; what a replacement by image brought counts', async () => {
    await promote(1, 'beta');
    const prod = [
      await launch(owner, byProd()),
      await launch(owner, byProd()),
      await launch(owner, byProd()),
    ];
    const beta = await launch(owner, { family: { name }, channel: 'beta' });
    await replace(beta, { imageId: images[1] });
    const moved = await promote(2);
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { body } = await owner.get(`/v1/drift?family=${name}&limit=1${cursor}`, after(moved));
      seen.push(...body.items.map(({ instanceId }: { instanceId: string }) => instanceId));
      if (body.nextCursor === undefined) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    expect(seen).toEqual([beta, ...prod.toSorted()]);
    expect(brief(await drift(moved, owner, `?family=${name}&channel=beta`))).toEqual({ [beta]: ['ahead'] });
    expect(brief(await drift(moved, auditor, `?family=${name}&ownerId=${OWNER}&owner=${OWNER}`))).toEqual(
      brief(await drift(moved)),
    );
    expect(await drift(moved, auditor, `?family=${name}&ownerId=${OWNER}&owner=${FRIEND}`)).toEqual([]);
    expect(await drift(moved, friend)).toEqual([]);
    expect((await owner.get('/v1/drift?channel=prod')).status).toBe(400);
    expect((await owner.get(`/v1/drift?limit=1&cursor=nonsense`)).status).toBe(400);
  });

  it('tells whoever launched from a family of others as much as they may launch', async () => {
    const share = (imageId: string | undefined, change: object) =>
      done(owner.post(`/v1/images/${imageId}/launch-permissions`, change));
    await share(images[0], { add: [{ userId: FRIEND }] });
    const theirs = await launch(friend, byProd());
    const moved = await promote(2);
    expect(await drift(moved, friend)).toEqual([]);
    expect(brief(await drift(moved, auditor))).toEqual({ [theirs]: ['behind'] });
    const shared = await share(images[1], { add: [{ userId: FRIEND }] });
    const [item] = await drift(shared, friend);
    expect(item).toMatchObject({ instanceId: theirs, why: ['behind'], says: { version: 2 } });
    expect((await friend.post(item.mend.path, item.mend.body)).body).toMatchObject({
      taskState: 'succeeded',
      requested: { channel: 'prod', version: 2 },
    });
    await done(owner.post(`/v1/images/${images[1]}/revocation`, { reason: 'a hole', channels: 'keep' }));
    const hidden = await share(images[1], { remove: [{ userId: FRIEND }] });
    expect(await drift(hidden, friend)).toEqual([]);
    expect(brief(await drift(hidden, auditor))).toEqual({ [theirs]: ['revoked'] });
  });
});
