import { after, type Answer, type Caller } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { FRIEND, OWNER, registration, startService, type Service } from '../support/service';

let database: TestDatabase;
let service: Service;
let owner: Caller;
let friend: Caller;
let families = 0;

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.url);
  owner = await service.caller(OWNER, ['member'], 'anna@example.com');
  friend = await service.caller(FRIEND);
});

afterAll(async () => {
  await service.stop();
  await database.drop();
});

const made = async (by: Caller, source?: object): Promise<string> =>
  (await by.post('/v1/images', registration(source === undefined ? {} : { source }))).body.imageId as string;
const copyOf = (imageId: string): Promise<string> =>
  made(owner, { kind: 'copy', imageId, region: 'us-east-1' });
const launch = (imageId: string, by = owner): Promise<Answer> =>
  by.post('/v1/instances', { imageId, instanceType: 'm7g.large' });
const imageOfInstanceOf = async (imageId: string, by = owner): Promise<string> => {
  const [{ instanceId }] = (await launch(imageId, by)).body.instances;
  return made(by, { kind: 'instance', instanceId });
};

/** An image, a copy, an image of an instance of that, and another account's image of an instance of the first. */
async function lineage() {
  const base = await made(owner);
  await owner.post(`/v1/images/${base}/launch-permissions`, { add: [{ userId: FRIEND }] });
  const copy = await copyOf(base);
  const derived = await imageOfInstanceOf(copy);
  const foreign = await imageOfInstanceOf(base, friend);
  return { base, copy, derived, foreign };
}

/** With the images as its versions, and prod promoted through them. */
async function familyOf(...imageIds: readonly string[]): Promise<string> {
  const path = `/v1/families/cascade-${families++}`;
  await owner.post('/v1/families', { name: path.split('/').at(-1) });
  for (const [index, imageId] of imageIds.entries()) {
    await owner.post(`${path}/versions`, { imageId });
    await owner.put(`${path}/channels/prod`, { version: index + 1, reason: 'it is tested' });
  }
  return path;
}

const prodOf = async (path: string): Promise<unknown> =>
  (await owner.get(path)).body.channels.find(({ channel }: { channel: string }) => channel === 'prod')
    .version;
const image = async (imageId: string, by = owner) => (await by.get(`/v1/images/${imageId}`)).body;
const lastChange = async (imageId: string, by = owner): Promise<object> =>
  (await by.get(`/v1/images/${imageId}/history?order=newest-first&limit=1`)).body.items[0];
const isRevoked = async (...imageIds: readonly string[]): Promise<readonly boolean[]> =>
  Promise.all(imageIds.map(async (imageId) => (await image(imageId)).revoked as boolean));
const cascade = (imageId: string, query = '', by = owner): Promise<Answer> =>
  by.post(`/v1/images/${imageId}/revocation${query}`, { reason: 'CVE-2026-1234', cascade: true });
const cascadeIdOf = ({ body }: Answer): string => body.revocations[0].cause.cascadeId as string;

describe('A cascade', () => {
  it('revokes what came of an image through copies and instances, and says where that began and why', async () => {
    const { base, copy, derived } = await lineage();
    const revoked = await cascade(base);
    const cascadeId = cascadeIdOf(revoked);
    expect(revoked.body).toMatchObject({ revocations: [{ cause: { kind: 'cascade', cascadeId } }] });
    await eventually(async () => expect(await isRevoked(base, copy, derived)).toEqual([true, true, true]));
    const inherited = { kind: 'cascade', cascadeId, inheritedFrom: base };
    expect(await image(derived)).toMatchObject({
      revocations: [{ cause: inherited, reason: 'CVE-2026-1234' }],
    });
    for (const imageId of [base, copy, derived])
      expect(await launch(imageId)).toMatchObject({ status: 409, body: { code: 'image-revoked' } });
    await eventually(async () =>
      expect(await lastChange(derived)).toMatchObject({
        event: 'ImageRevoked',
        reason: 'CVE-2026-1234',
        correlationId: cascadeId,
        actor: { subject: 'anna@example.com' },
        after: { [`revocations/${cascadeId}`]: inherited },
      }),
    );
    const trail = `/v1/audit/events?correlationId=${cascadeId}&eventType=ImageRevoked`;
    await eventually(async () => expect((await owner.get(trail)).body.items).toHaveLength(3));
  });

  it('reaches what is made while it stands', async () => {
    const { base, copy } = await lineage();
    const [{ instanceId }] = (await launch(copy)).body.instances;
    const cascadeId = cascadeIdOf(await cascade(base));
    const later = await made(owner, { kind: 'instance', instanceId });
    await eventually(async () => expect(await isRevoked(later)).toEqual([true]));
    expect((await image(later)).revocations).toMatchObject([{ cause: { cascadeId } }]);
  });

  it('warns of what other accounts made, and tells its owner no more than that', async () => {
    const { base, copy, derived, foreign } = await lineage();
    const plan = (await cascade(base, '?dryRun=true')).body.plan;
    expect(plan).toMatchObject({
      images: { count: 2 },
      imagesOfOthers: { count: 1, items: [{ imageId: foreign, ownerId: FRIEND }] },
    });
    const revoked = await cascade(base);
    expect(revoked.body.warnings).toMatchObject([{ code: 'images-of-other-accounts' }]);
    const warned = { revoked: false, revokedAncestors: [cascadeIdOf(revoked)] };
    await eventually(async () => expect(await image(foreign, friend)).toMatchObject(warned));
    expect((await launch(foreign, friend)).status).toBe(201);
    const warning = { event: 'ImageAncestorRevoked', reason: null, actor: { subject: null } };
    await eventually(async () => expect(await lastChange(foreign, friend)).toMatchObject(warning));
    const trail = `/v1/audit/events?correlationId=${cascadeIdOf(revoked)}`;
    const told = { items: [{ event: 'ImageAncestorRevoked', resources: [foreign] }] };
    await eventually(async () => expect((await friend.get(trail)).body).toMatchObject(told));
    for (const imageId of [copy, derived])
      expect((await friend.get(`/v1/images/${imageId}`)).status).toBe(404);
  });

  it('of a platform administrator reaches every account, and only one undoes it', async () => {
    const { base, foreign } = await lineage();
    const cascadeId = cascadeIdOf(await cascade(base, '', service.admin));
    await eventually(async () => expect(await image(foreign, friend)).toMatchObject({ revoked: true }));
    const kept = await owner.post(`/v1/images/${base}/reinstatement`, { undo: cascadeId });
    expect(kept).toMatchObject({ status: 403, body: { code: 'cascade-of-administrator' } });
    await service.admin.post(`/v1/images/${base}/reinstatement`, { undo: cascadeId });
    await eventually(async () => expect(await image(foreign, friend)).toMatchObject({ revoked: false }));
  });

  it('launches race with: nobody launches an image after it was said to be revoked', async () => {
    const { base, copy, derived } = await lineage();
    let [baseTold, isOver] = [false, false];
    const told = new Set<string>();
    const late: Answer[] = [];
    const racing = [base, copy, derived].map(async (imageId) => {
      for (let isLast = false; !isLast;) {
        isLast = isOver;
        const knew = imageId === base ? baseTold : told.has(imageId);
        const answer = await launch(imageId);
        if (knew) late.push(answer);
      }
    });
    await cascade(base);
    baseTold = true;
    await eventually(async () => {
      for (const imageId of [copy, derived]) if ((await image(imageId)).revoked === true) told.add(imageId);
      expect(told.size).toBe(2);
    });
    isOver = true;
    await Promise.all(racing);
    expect(late.length).toBeGreaterThanOrEqual(3);
    for (const { body } of late) expect(body.code).toBe('image-revoked');
  });
});

describe('A plan', () => {
  it('names what would be revoked, where channels would go and what runs; its digest is that or nothing', async () => {
    const { base, copy, derived } = await lineage();
    const good = await made(owner);
    const path = await familyOf(good, base, copy);
    const { body } = await cascade(base, '?dryRun=true');
    const items = [copy, derived].toSorted().map((imageId) => ({ imageId, ownerId: OWNER }));
    const family = { ownerId: OWNER, name: path.split('/').at(-1) };
    expect(body.plan).toMatchObject({
      images: { count: 2, items },
      channels: [
        { family, channel: 'latest', from: 3, to: 1 },
        { family, channel: 'prod', from: 3, to: 1 },
      ],
      instances: { count: 2 },
    });
    await eventually(async () => expect(await isRevoked(base)).toEqual([false]));
    const further = await copyOf(copy);
    const changed = await cascade(base, `?planDigest=${body.planDigest}`);
    expect(changed).toMatchObject({ status: 409, body: { code: 'plan-changed' } });
    const again = (await cascade(base, '?dryRun=true')).body;
    expect(again.plan.images.count).toBe(3);
    expect(await cascade(base, `?planDigest=${again.planDigest}`)).toMatchObject({ status: 200 });
    await eventually(async () => expect(await prodOf(path)).toBe(1));
    await eventually(async () =>
      expect(await isRevoked(base, copy, derived, further)).toEqual([true, true, true, true]),
    );
  });

  it('of one version is the same by its number; the version is launched by no name afterwards', async () => {
    const [good, bad] = [await made(owner), await made(owner)];
    const path = await familyOf(good, bad);
    const name = path.split('/').at(-1);
    const byNumber = `${path}/versions/2/revocation`;
    const { body } = await owner.post(`${byNumber}?dryRun=true`, { reason: 'a flaw' });
    expect(body.plan).toMatchObject({ images: { count: 0 }, channels: [{ channel: 'latest' }, { to: 1 }] });
    const revoked = await owner.post(`${byNumber}?planDigest=${body.planDigest}`, { reason: 'a flaw' });
    expect(revoked).toMatchObject({ status: 200, body: { imageId: bad, revoked: true } });
    const by = (what: object) =>
      owner.post('/v1/instances', { family: { name }, instanceType: 'm7g.large', ...what });
    expect(await launch(bad)).toMatchObject({ status: 409, body: { code: 'image-revoked' } });
    expect(await by({ version: 2 })).toMatchObject({ status: 409, body: { code: 'image-revoked' } });
    for (const channel of ['prod', 'latest'])
      expect(await by({ channel })).toMatchObject({ status: 201, body: { imageId: good } });
    const reinstated = await owner.post(`${path}/versions/2/reinstatement`, { reason: 'no flaw' });
    expect(reinstated.body).toMatchObject({ imageId: bad, revoked: false });
    expect((await by({ version: 2 })).status).toBe(201);
    const none = await owner.post(`${path}/versions/9/revocation`, { reason: 'none' });
    expect(none).toMatchObject({ status: 404, body: { code: 'unknown-image-version' } });
  });
});

describe('Undoing a cascade', () => {
  it('gives back exactly what it took: not what is revoked by hand, and channels that stand where it put them', async () => {
    const { base, copy, derived } = await lineage();
    const good = await made(owner);
    const path = await familyOf(good, base, derived);
    const cascadeId = cascadeIdOf(await cascade(base));
    await eventually(async () => expect(await isRevoked(copy, derived)).toEqual([true, true]));
    await eventually(async () => expect(await prodOf(path)).toBe(1));
    await owner.post(`/v1/images/${copy}/revocation`, { reason: 'another flaw' });
    const alone = await owner.post(`/v1/images/${derived}/reinstatement`, { reason: 'it is fine' });
    const refusal = { code: 'revoked-by-cascade', detail: expect.stringContaining(base) };
    expect(alone).toMatchObject({ status: 409, body: refusal });
    const undo = { undo: cascadeId, reason: 'a slip' };
    const { body } = await owner.post(`/v1/images/${base}/reinstatement?dryRun=true`, undo);
    const items = [
      { imageId: copy, ownerId: OWNER, revoked: true },
      { imageId: derived, ownerId: OWNER, revoked: false },
    ].toSorted((one, other) => (one.imageId < other.imageId ? -1 : 1));
    expect(body.plan.images).toEqual({ count: 2, items });
    expect(body.plan.channels).toMatchObject([
      { channel: 'latest', from: 1, to: 3 },
      { channel: 'prod', from: 1, to: 3 },
    ]);
    const planned = `/v1/images/${base}/reinstatement?planDigest=${body.planDigest}`;
    const undone = await owner.post(planned, undo);
    expect(undone.body).toMatchObject({ revoked: false });
    await eventually(async () => expect(await isRevoked(copy, derived)).toEqual([true, false]));
    await eventually(async () => expect(await prodOf(path)).toBe(3));
    const byHand = { revocations: [{ cause: { kind: 'by-hand' } }] };
    await eventually(async () => expect(await image(copy)).toMatchObject(byHand));
    const movements = (await owner.get(`${path}/channels/prod/history?limit=1`)).body.items;
    expect(movements).toMatchObject([{ event: 'ChannelRestored', to: 3, reason: 'a slip' }]);
    const again = await owner.post(`/v1/images/${base}/reinstatement`, { undo: cascadeId }, after(undone));
    expect(again.body.revision).toBe(undone.body.revision);
    const unknown = await owner.post(`/v1/images/${base}/reinstatement`, { undo: 'none' });
    const problem = { code: 'unknown-cascade', errors: [{ pointer: '/undo' }] };
    expect(unknown).toMatchObject({ status: 404, body: problem });
  });
});
