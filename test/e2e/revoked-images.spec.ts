import { after, type Answer, type Caller } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { moment } from '../support/moment';
import { FRIEND, OWNER, registration, startService, STRANGER, type Service } from '../support/service';

let database: TestDatabase;
let service: Service;
let owner: Caller;
let friend: Caller;
let path: string;
let imageId: string;
let shared: Answer;

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.url);
  owner = await service.caller(OWNER);
  friend = await service.caller(FRIEND);
});

afterAll(async () => {
  await service.stop();
  await database.drop();
});

/** An image that is shared with a friend. */
beforeEach(async () => {
  ({ imageId } = (await owner.post('/v1/images', registration())).body);
  path = `/v1/images/${imageId}`;
  shared = await owner.post(`${path}/launch-permissions`, { add: [{ userId: FRIEND }] });
});

const launch = (by: Caller): Promise<Answer> =>
  by.post('/v1/instances', { imageId, instanceType: 'm7g.large' });
const access = async (by: Caller, since: Answer, query = ''): Promise<unknown> =>
  (await by.get(`${path}/access${query}`, after(since))).body;
const listed = async (by: Caller, since: Answer, query: string): Promise<boolean> =>
  (await by.get(`/v1/images?limit=1000&${query}`, after(since))).body.items.some(
    (item: { imageId: string }) => item.imageId === imageId,
  );

describe('An image that is revoked', () => {
  it('is launched by nobody; whoever sees it learns why', async () => {
    const revoked = await owner.post(`${path}/revocation`, { reason: 'CVE-2026-1234' });
    expect(revoked).toMatchObject({
      status: 200,
      body: { state: 'available', visibility: 'shared', revoked: true },
    });
    const { items } = (await owner.get(`${path}/history?order=newest-first&limit=1`, after(revoked))).body;
    const revocations = [{ cause: { kind: 'by-hand' }, since: items[0].at, reason: 'CVE-2026-1234' }];
    for (const by of [owner, friend]) {
      expect(await launch(by)).toMatchObject({
        status: 409,
        body: { code: 'image-revoked', ec2Code: 'InvalidAMIID.Unavailable' },
      });
      expect((await by.get(path, after(revoked))).body).toMatchObject({ revoked: true, revocations });
      expect(await access(by, revoked)).toMatchObject({ allowed: false, because: 'image-revoked' });
      expect([await listed(by, revoked, 'revoked=true'), await listed(by, revoked, 'revoked=false')]).toEqual(
        [true, false],
      );
    }
    const stranger = await service.caller(STRANGER);
    expect(await launch(stranger)).toMatchObject({ status: 404, body: { code: 'unknown-image' } });
    expect((await stranger.get(path)).status).toBe(404);
  });

  it('is launched again once it is reinstated', async () => {
    await owner.post(`${path}/revocation`, { reason: 'a suspicion' });
    const reinstated = await owner.post(`${path}/reinstatement`, { reason: 'it was nothing' });
    expect(reinstated.body).toMatchObject({ revoked: false });
    expect(reinstated.body).not.toHaveProperty('revocations');
    expect((await friend.get(path, after(reinstated))).body).toMatchObject({ revoked: false });
    expect(await access(friend, reinstated)).toMatchObject({ allowed: true, grounds: 'account' });
    expect([
      await listed(owner, reinstated, 'revoked=true'),
      await listed(owner, reinstated, 'revoked=false'),
    ]).toEqual([false, true]);
    expect((await launch(friend)).status).toBe(201);
    const again = await owner.post(`${path}/reinstatement`);
    expect(again.body.revision).toBe(reinstated.body.revision);
  });

  it('was what it was at every time, and the history tells it', async () => {
    const before = await moment();
    await owner.post(`${path}/revocation`, { reason: 'CVE-2026-1234' });
    const during = await moment();
    const described = await owner.patch(path, { description: 'bad' });
    expect(described.body.revoked).toBe(true);
    await owner.post(`${path}/revocation`, { reason: 'once more' });
    const reinstated = await owner.post(`${path}/reinstatement`);
    const seen = async (by: Caller, time: string) =>
      (await by.get(`${path}?asOf=${time}`, after(reinstated))).body;
    for (const by of [owner, friend]) {
      expect([await seen(by, before), await seen(by, during)]).toMatchObject([
        { revoked: false },
        { revoked: true, revocations: [{ reason: 'CVE-2026-1234' }] },
      ]);
      expect([
        await access(by, reinstated, `?asOf=${before}`),
        await access(by, reinstated, `?asOf=${during}`),
      ]).toMatchObject([{ allowed: true }, { allowed: false, because: 'image-revoked' }]);
      expect([
        await listed(by, reinstated, `revoked=true&asOf=${before}`),
        await listed(by, reinstated, `revoked=true&asOf=${during}`),
      ]).toEqual([false, true]);
    }
    const { items } = (await owner.get(`${path}/history?order=newest-first&limit=3`, after(reinstated))).body;
    const cause = { kind: 'by-hand' };
    expect(items).toMatchObject([
      {
        event: 'ImageReinstated',
        before: { 'revocations/by-hand': cause },
        after: { 'revocations/by-hand': null },
      },
      { event: 'ImageDescribed' },
      {
        event: 'ImageRevoked',
        reason: 'CVE-2026-1234',
        before: {},
        after: { 'revocations/by-hand': cause },
      },
    ]);
  });

  it('is so for a reason, and by its owner', async () => {
    expect(await owner.post(`${path}/revocation`)).toMatchObject({
      status: 400,
      body: { code: 'invalid-request', errors: [{ in: 'body', pointer: '/reason' }] },
    });
    expect(await friend.post(`${path}/revocation`, { reason: 'mine' })).toMatchObject({ status: 403 });
    expect(await friend.post(`${path}/reinstatement`)).toMatchObject({ status: 403 });
    expect((await owner.get(path, after(shared))).body).toMatchObject({ revoked: false });
  });

  it('in a dry run stays as it is', async () => {
    const tried = await owner.post(`${path}/revocation?dryRun=true`, { reason: 'what if' });
    expect(tried.body).toEqual({
      dryRun: true,
      planDigest: expect.any(String),
      wouldRecord: [
        { event: 'ImageRevoked', data: { imageId, cause: { kind: 'by-hand' }, plan: expect.any(String) } },
      ],
      plan: {
        images: { count: 0, items: [] },
        imagesOfOthers: { count: 0, items: [] },
        channels: [],
        instances: { count: 0, items: [] },
      },
    });
    expect((await launch(friend)).status).toBe(201);
  });
});

describe('While an image is taken away,', () => {
  it.each([
    ['revocation', { friend: [409, 'image-revoked'], owner: [409, 'image-revoked'] }],
    ['disabling', { friend: [404, 'unknown-image'], owner: [409, 'image-disabled'] }],
  ])('nobody launches it after the %s was acknowledged, however many race with it', async (action, told) => {
    let acknowledged = false;
    const race = async (by: Caller, who: 'friend' | 'owner') => {
      const asked = acknowledged;
      const { status, body } = await launch(by);
      return { asked, who, status, told: [status, body.code] };
    };
    const some = (count: number) =>
      Array.from({ length: count }, (_, index) =>
        index % 2 === 0 ? race(friend, 'friend') : race(owner, 'owner'),
      );
    const racing = some(8);
    const taken = owner.post(`${path}/${action}`, { reason: 'it is bad' });
    racing.push(...some(6));
    const { body } = await taken;
    acknowledged = true;
    racing.push(...some(6));
    const answers = await Promise.all(racing);
    const late = answers.filter(({ asked }) => asked);
    expect(late).toHaveLength(6);
    for (const answer of late) expect(answer.told).toEqual(told[answer.who]);
    const last = await owner.patch(path, { description: 'after all of them' });
    const usage = (await owner.get(`${path}/instances`, after(last))).body.items;
    expect(usage).toHaveLength(answers.filter(({ status }) => status === 201).length);
    for (const { imageRevision } of usage) expect(imageRevision).toBeLessThan(body.revision);
  });
});
