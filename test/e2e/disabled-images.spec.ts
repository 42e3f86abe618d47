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

/** An image that is public, and shared with a friend besides. */
beforeEach(async () => {
  const made = await owner.post('/v1/images', registration());
  ({ imageId } = made.body);
  path = `/v1/images/${imageId}`;
  await owner.post(`${path}/launch-permissions`, { add: [{ userId: FRIEND }, { group: 'all' }] });
});

const launch = (by: Caller): Promise<Answer> =>
  by.post('/v1/instances', { imageId, instanceType: 'm7g.large' });
const permissions = async (since: Answer, query = ''): Promise<object[]> =>
  (await owner.get(`${path}/launch-permissions${query}`, after(since))).body.items;

describe('An image that is disabled', () => {
  it('is launched by nobody, and exists for its owner alone', async () => {
    const disabled = await owner.post(`${path}/disabling`, { reason: 'not maintained' });
    expect(disabled).toMatchObject({
      status: 200,
      body: { state: 'disabled', visibility: 'private', public: false },
    });
    expect(await launch(owner)).toMatchObject({
      status: 409,
      body: { code: 'image-disabled', ec2Code: 'InvalidAMIID.Unavailable' },
    });
    expect(await launch(friend)).toMatchObject({ status: 404, body: { code: 'unknown-image' } });
    expect((await friend.get(path, after(disabled))).status).toBe(404);
    expect((await friend.get('/v1/images', after(disabled))).body.items).not.toContainEqual(
      expect.objectContaining({ imageId }),
    );
    expect((await owner.get('/v1/images?state=disabled', after(disabled))).body.items).toContainEqual(
      expect.objectContaining({ imageId, state: 'disabled' }),
    );
    for (const account of [OWNER, FRIEND, STRANGER])
      expect((await owner.get(`${path}/access?account=${account}`, after(disabled))).body).toMatchObject({
        allowed: false,
        because: 'image-disabled',
      });
    expect(await permissions(disabled)).toEqual([]);
  });

  it('is described, tagged, protected and deregistered, and not shared', async () => {
    await owner.post(`${path}/disabling`);
    expect(await owner.post(`${path}/launch-permissions`, { add: [{ userId: FRIEND }] })).toMatchObject({
      status: 409,
      body: { code: 'image-disabled', errors: [{ in: 'body', pointer: '/add' }] },
    });
    expect((await owner.patch(path, { description: 'old' })).body).toMatchObject({ description: 'old' });
    expect((await owner.put(`${path}/tags`, { stage: 'gone' })).status).toBe(200);
    expect((await owner.post(`${path}/protection`)).status).toBe(200);
    expect((await owner.delete(`${path}/protection`)).status).toBe(200);
    expect((await owner.post(`${path}/deregistration`)).body).toMatchObject({ state: 'deregistered' });
    expect(await owner.post(`${path}/enabling`)).toMatchObject({ status: 409 });
  });

  it('gets its launch permissions back, or does not, when it is enabled', async () => {
    await owner.post(`${path}/disabling`);
    const tried = await owner.post(`${path}/enabling?dryRun=true`, { restorePermissions: true });
    expect(tried.body).toEqual({
      dryRun: true,
      planDigest: expect.any(String),
      wouldRecord: [
        { event: 'ImageEnabled', data: { imageId } },
        { event: 'LaunchPermissionGranted', data: { imageId, principal: { userId: FRIEND } } },
        { event: 'LaunchPermissionGranted', data: { imageId, principal: { group: 'all' } } },
      ],
      plan: {
        before: { state: 'disabled', launchPermissions: [], deprecationTime: null },
        after: {
          state: 'available',
          launchPermissions: [{ userId: FRIEND }, { group: 'all' }],
          deprecationTime: expect.any(String),
        },
        access: { gain: [{ userId: FRIEND }, { userId: OWNER }, { group: 'all' }], lose: [] },
        instances: { count: expect.any(Number), items: expect.any(Array) },
      },
    });
    const enabled = await owner.post(`${path}/enabling`, { restorePermissions: true, reason: 'needed' });
    expect(enabled.body).toMatchObject({ state: 'available', visibility: 'public' });
    expect(await permissions(enabled)).toMatchObject([
      { userId: FRIEND, reason: 'needed' },
      { group: 'all', reason: 'needed' },
    ]);
    expect((await launch(friend)).status).toBe(201);

    await owner.post(`${path}/disabling`);
    const plain = await owner.post(`${path}/enabling`);
    expect(plain.body).toMatchObject({ state: 'available', visibility: 'private' });
    const again = await owner.post(`${path}/enabling`, { restorePermissions: true });
    expect(again.body).toEqual(plain.body);
    expect(await permissions(again)).toEqual([]);
    expect((await launch(friend)).status).toBe(404);
    expect((await launch(owner)).status).toBe(201);
  });

  it('was what it was at every time, and the history tells it', async () => {
    const before = await moment();
    await owner.post(`${path}/disabling`, { reason: 'not maintained' });
    await owner.post(`${path}/disabling`, { reason: 'again' });
    const during = await moment();
    const enabled = await owner.post(`${path}/enabling`, { restorePermissions: true });
    const seen = async (time: string) => (await owner.get(`${path}?asOf=${time}`, after(enabled))).body;
    const access = async (time: string) =>
      (await owner.get(`${path}/access?account=${FRIEND}&asOf=${time}`)).body;
    const listed = async (by: Caller, time: string): Promise<boolean> =>
      (await by.get(`/v1/images?limit=1000&asOf=${time}`)).body.items.some(
        (item: { imageId: string }) => item.imageId === imageId,
      );
    expect(await seen(before)).toMatchObject({ state: 'available', visibility: 'public' });
    expect(await seen(during)).toMatchObject({ state: 'disabled', visibility: 'private' });
    expect([await access(before), await access(during)]).toMatchObject([
      { allowed: true, grounds: 'account' },
      { allowed: false, because: 'image-disabled' },
    ]);
    expect([await listed(friend, before), await listed(friend, during)]).toEqual([true, false]);
    expect([await listed(owner, before), await listed(owner, during)]).toEqual([true, true]);
    expect((await friend.get(`${path}?asOf=${during}`)).status).toBe(404);
    expect(await permissions(enabled, `?asOf=${before}`)).toHaveLength(2);
    expect(await permissions(enabled, `?asOf=${during}`)).toEqual([]);

    const { items } = (await owner.get(`${path}/history`, after(enabled))).body;
    expect(items.slice(4).map(({ event }: { event: string }) => event)).toEqual([
      'ImageDisabled',
      'LaunchPermissionRevoked',
      'LaunchPermissionRevoked',
      'ImageEnabled',
      'LaunchPermissionGranted',
      'LaunchPermissionGranted',
    ]);
    expect(items[4]).toMatchObject({
      reason: 'not maintained',
      before: { state: 'available' },
      after: { state: 'disabled' },
    });
    expect(items[5]).toMatchObject({
      reason: 'not maintained',
      before: { [`launchPermissions/${FRIEND}`]: { userId: FRIEND } },
      after: { [`launchPermissions/${FRIEND}`]: null },
    });
    expect(new Set(items.slice(4, 7).map((item: { correlationId: string }) => item.correlationId)).size).toBe(
      1,
    );
    expect(items[7]).toMatchObject({ before: { state: 'disabled' }, after: { state: 'available' } });
  });

  it('is the business of its owner', async () => {
    for (const action of ['disabling', 'enabling'])
      expect(await friend.post(`${path}/${action}`)).toMatchObject({
        status: 403,
        body: { code: 'not-the-owner' },
      });
    await owner.post(`${path}/disabling`);
    expect(await friend.post(`${path}/enabling`)).toMatchObject({
      status: 404,
      body: { code: 'unknown-image' },
    });
  });

  it('is disabled once under an idempotency key, whatever comes after', async () => {
    const key = { 'idempotency-key': 'disable-once' };
    const first = await owner.post(`${path}/disabling`, {}, key);
    const enabled = await owner.post(`${path}/enabling`);
    const repeated = await owner.post(`${path}/disabling`, {}, key);
    expect(repeated.body).toEqual(first.body);
    expect((await owner.get(path, after(enabled))).body).toMatchObject({ state: 'available' });
  });
});
