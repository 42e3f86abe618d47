import type { EventStore } from '../../libs/event-sourcing';
import { after, type Answer, type Caller } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { eventStoreOf } from '../support/event-store-of';
import { record } from '../support/ledger';
import { FRIEND, OWNER, registration, startService, type Service } from '../support/service';

let database: TestDatabase;
let service: Service;
let store: EventStore;
let owner: Caller;
let friend: Caller;
let path: string;
let imageId: string;

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.url);
  store = eventStoreOf(database.url);
  owner = await service.caller(OWNER);
  friend = await service.caller(FRIEND);
});

afterAll(async () => {
  await store.close();
  await service.stop();
  await database.drop();
});

/** An image that is shared with a friend. */
beforeEach(async () => {
  const made = await owner.post('/v1/images', registration());
  ({ imageId } = made.body);
  path = `/v1/images/${imageId}`;
  await owner.post(`${path}/launch-permissions`, { add: [{ userId: FRIEND }] });
});

const inDays = (days: number): string => {
  const time = new Date(Date.now() + days * 86_400_000);
  time.setUTCSeconds(0, 0);
  return time.toISOString();
};
const listed = async (by: Caller, since: Answer, query = ''): Promise<boolean> => {
  const { body } = await by.get(`/v1/images?limit=1000${query}`, after(since));
  return body.items.some((item: { imageId: string }) => item.imageId === imageId);
};
const lastChange = async (since: Answer): Promise<Record<string, unknown>> =>
  (await owner.get(`${path}/history?order=newest-first&limit=1`, after(since))).body.items[0];

describe('A deprecation', () => {
  it('is scheduled, moved and cancelled, and the history tells it', async () => {
    const [first, second] = [inDays(30), inDays(60)];
    const scheduled = await owner.post(`${path}/deprecation`, { deprecateAt: first, reason: 'too old' });
    expect(scheduled).toMatchObject({ status: 200, body: { deprecationTime: first, deprecated: false } });
    expect((await friend.get(path, after(scheduled))).body).toMatchObject({ deprecationTime: first });
    const moved = await owner.post(`${path}/deprecation`, { deprecateAt: second });
    expect(await lastChange(moved)).toMatchObject({
      event: 'ImageDeprecationScheduled',
      before: { deprecateAt: first },
      after: { deprecateAt: second },
    });
    expect(await listed(friend, moved)).toBe(true);
    const cancelled = await owner.delete(`${path}/deprecation?reason=kept`);
    expect(cancelled.body).not.toHaveProperty('deprecationTime');
    expect(await lastChange(cancelled)).toMatchObject({
      event: 'ImageDeprecationCancelled',
      reason: 'kept',
      before: { deprecateAt: second },
      after: { deprecateAt: null },
    });
  });

  it('takes effect by itself: others find the image by its id alone, and may launch it', async () => {
    const events = [{ type: 'ImageDeprecationScheduled', data: { imageId, deprecateAt: inDays(-1) } }];
    await record(store, `image-${imageId}`, events);
    const described = await owner.patch(path, { description: 'old' });
    expect(described.body).toMatchObject({ deprecated: true });
    expect(await listed(owner, described, '&deprecated=true')).toBe(true);
    expect(await listed(owner, described, '&deprecated=false')).toBe(false);
    expect(await listed(service.admin, described)).toBe(true);
    expect(await listed(friend, described)).toBe(false);
    expect(await listed(friend, described, '&deprecated=true')).toBe(false);
    expect((await friend.get(path, after(described))).body).toMatchObject({
      deprecated: true,
      deprecationTime: inDays(-1),
    });
    expect((await friend.get(`${path}/access`, after(described))).body).toMatchObject({
      allowed: true,
      grounds: 'account',
    });
  });

  it.each([
    ['in the past', inDays(-1), 422, 'invalid-deprecation-time'],
    ['too far ahead', inDays(3_700), 422, 'invalid-deprecation-time'],
    ['no time', 'tomorrow', 400, 'invalid-request'],
    ['no time that there is', '2026-12-31T23:59:60Z', 400, 'invalid-request'],
  ])('is refused when it is %s', async (_, deprecateAt, status, code) => {
    expect(await owner.post(`${path}/deprecation`, { deprecateAt })).toMatchObject({
      status,
      body: { code, ec2Code: 'InvalidParameterValue', errors: [{ in: 'body', pointer: '/deprecateAt' }] },
    });
  });

  it('of a public image is at most two years after its creation, and is not moved to a later time', async () => {
    await owner.post(`${path}/launch-permissions`, { add: [{ group: 'all' }] });
    expect(await owner.post(`${path}/deprecation`, { deprecateAt: inDays(740) })).toMatchObject({
      status: 422,
    });
    await owner.post(`${path}/deprecation`, { deprecateAt: inDays(30) });
    for (const later of [
      await owner.post(`${path}/deprecation`, { deprecateAt: inDays(31) }),
      await owner.delete(`${path}/deprecation`),
    ])
      expect(later).toMatchObject({
        status: 409,
        body: { code: 'public-deprecation-fixed', ec2Code: 'OperationNotPermitted' },
      });
  });

  it('is the business of the owner', async () => {
    expect(await friend.post(`${path}/deprecation`, { deprecateAt: inDays(1) })).toMatchObject({
      status: 403,
    });
    expect(await friend.delete(`${path}/deprecation`)).toMatchObject({ status: 403 });
  });

  it('in a dry run says what would be recorded, and records nothing', async () => {
    const deprecateAt = inDays(30);
    const tried = await owner.post(`${path}/deprecation?dryRun=true`, { deprecateAt });
    expect(tried.body).toEqual({
      dryRun: true,
      wouldRecord: [{ event: 'ImageDeprecationScheduled', data: { imageId, deprecateAt } }],
      planDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect((await owner.get(path)).body).not.toHaveProperty('deprecationTime');
  });
});
