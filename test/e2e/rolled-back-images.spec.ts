import { after, type Answer, type Caller } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { moment } from '../support/moment';
import { FRIEND, OWNER, registration, startService, STRANGER, type Service } from '../support/service';

let database: TestDatabase;
let service: Service;
let owner: Caller;
let path: string;
let imageId: string;
let born: string;
/** Shared with a friend, and described. */
let good: string;

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
  born = await moment();
  const made = await owner.post('/v1/images', registration({ tags: { team: 'web' } }));
  ({ imageId } = made.body);
  path = `/v1/images/${imageId}`;
  await owner.post(`${path}/launch-permissions`, { add: [{ userId: FRIEND }] });
  await owner.patch(path, { description: 'good' });
  good = await moment();
  await owner.post(`${path}/launch-permissions`, { add: [{ group: 'all' }], remove: [{ userId: FRIEND }] });
  await owner.patch(path, { description: 'bad' });
  await owner.put(`${path}/tags`, { team: 'nobody' });
});

const rollBack = (body: object, query = ''): Promise<Answer> => owner.post(`${path}/rollbacks${query}`, body);
const permissions = async (since: Answer): Promise<object[]> =>
  (await owner.get(`${path}/launch-permissions`, after(since))).body.items;
const newest = async (since: Answer) =>
  (await owner.get(`${path}/history?order=newest-first&limit=10`, after(since))).body.items;

describe('An image that is rolled back', () => {
  it('has again what it had, under one request that says why', async () => {
    const back = await rollBack({ asOf: good, reason: 'shared with everybody by mistake' });
    expect(back).toMatchObject({
      status: 200,
      body: { description: 'good', tags: { team: 'web' }, visibility: 'shared', public: false },
    });
    expect(await permissions(back)).toMatchObject([{ userId: FRIEND }]);
    expect((await owner.get(path, after(back))).body).toEqual(back.body);
    const items = await newest(back);
    expect(items.slice(0, 5).reverse()).toMatchObject([
      {
        event: 'ImageRolledBack',
        before: {},
        after: { rollback: { asOf: good, include: ['launchPermissions', 'attributes', 'tags'] } },
      },
      { event: 'LaunchPermissionRevoked', after: { 'launchPermissions/all': null } },
      { event: 'ImageDescribed', before: { description: 'bad' }, after: { description: 'good' } },
      { event: 'ImageTagged', before: { 'tags/team': 'nobody' }, after: { 'tags/team': 'web' } },
      { event: 'LaunchPermissionGranted' },
    ]);
    const about = new Set(
      items
        .slice(0, 5)
        .map((item: Record<string, unknown>) => `${String(item['correlationId'])} ${String(item['reason'])}`),
    );
    expect(about.size).toBe(1);
    expect([...about][0]).toContain('by mistake');
  });

  it('does so again without a trace, whatever the key', async () => {
    const first = await rollBack({ asOf: good });
    const again = await rollBack({ asOf: good });
    expect(again).toMatchObject({ status: 200, body: first.body });
  });

  it('does exactly what a dry run showed, or nothing', async () => {
    const wish = { asOf: good, include: ['launchPermissions'] };
    const plan = await rollBack(wish, '?dryRun=true');
    expect(plan.body).toMatchObject({
      dryRun: true,
      wouldRecord: [
        { event: 'ImageRolledBack', data: { imageId, ...wish } },
        { event: 'LaunchPermissionRevoked', data: { principal: { group: 'all' } } },
        { event: 'LaunchPermissionGranted', data: { principal: { userId: FRIEND } } },
      ],
      plan: {
        before: { launchPermissions: [{ group: 'all' }], deprecationTime: expect.any(String) },
        after: { launchPermissions: [{ userId: FRIEND }], deprecationTime: null },
        access: { gain: [], lose: [{ group: 'all' }] },
        instances: { count: 0, items: [] },
      },
    });
    const { planDigest } = plan.body;
    await owner.post(`${path}/launch-permissions`, { add: [{ userId: STRANGER }] });
    expect(await rollBack(wish, `?planDigest=${planDigest}`)).toMatchObject({
      status: 409,
      body: { code: 'plan-changed' },
    });
    await owner.post(`${path}/launch-permissions`, { remove: [{ userId: STRANGER }] });
    const done = await rollBack(wish, `?planDigest=${planDigest}`);
    expect(done).toMatchObject({ status: 200, body: { description: 'bad', visibility: 'shared' } });
  });

  it('is as it was once that is undone, and back again once that is', async () => {
    const back = await rollBack({ asOf: good });
    const [{ correlationId }] = await newest(back);
    const undone = await rollBack({ undo: correlationId, reason: 'it was meant' });
    expect(undone.body).toMatchObject({ description: 'bad', tags: { team: 'nobody' }, visibility: 'public' });
    expect(await permissions(undone)).toMatchObject([{ group: 'all' }]);
    const [again] = await newest(undone);
    const redone = await rollBack({ undo: again.correlationId });
    expect(redone.body).toMatchObject({ description: 'good', tags: { team: 'web' }, visibility: 'shared' });
  });

  it('gets its lifecycle back when that is asked for', async () => {
    await owner.post(`${path}/disabling`);
    expect(await rollBack({ asOf: good })).toMatchObject({
      status: 409,
      body: { code: 'image-disabled', errors: [{ in: 'body', pointer: '/asOf' }] },
    });
    const back = await rollBack({ asOf: good, include: ['lifecycle', 'launchPermissions'] });
    expect(back.body).toMatchObject({ state: 'available', visibility: 'shared' });
  });
});

describe('A rollback is refused', () => {
  it.each([
    ['for a time before the image', () => ({ asOf: born }), 422, 'image-not-yet-created', '/asOf'],
    ['for a time to come', () => ({ asOf: '2999-01-01T00:00:00Z' }), 422, 'future-as-of', '/asOf'],
    ['without a time', () => ({ include: ['tags'] }), 422, 'invalid-field', '/asOf'],
    ['with a time and a rollback', () => ({ asOf: good, undo: 'that' }), 422, 'invalid-field', '/undo'],
    ['in parts of a rollback', () => ({ undo: 'that', include: ['tags'] }), 422, 'invalid-field', '/include'],
    ['of what was none', () => ({ undo: 'that' }), 404, 'unknown-rollback', '/undo'],
  ])('%s', async (_, body, status, code, pointer) => {
    expect(await rollBack(body())).toMatchObject({
      status,
      body: { code, errors: [{ in: 'body', pointer }] },
    });
  });

  it('where the request of that name was something else, or of another image', async () => {
    const [{ correlationId }] = await newest(await owner.patch(path, { description: 'worse' }));
    expect((await rollBack({ undo: correlationId })).body).toMatchObject({ code: 'unknown-rollback' });
    const [other] = await newest(await rollBack({ asOf: good }));
    const { body } = await owner.post('/v1/images', registration());
    const elsewhere = await owner.post(`/v1/images/${body.imageId}/rollbacks`, { undo: other.correlationId });
    expect(elsewhere).toMatchObject({ status: 404, body: { code: 'unknown-rollback' } });
  });

  it('as a whole, where one thing is not allowed any more', async () => {
    const open = await moment();
    const closed = await owner.post(`${path}/launch-permissions`, { remove: [{ group: 'all' }] });
    await owner.put('/v1/settings/image-block-public-access', { state: 'block-new-sharing' });
    try {
      expect(await rollBack({ asOf: open })).toMatchObject({
        status: 409,
        body: { code: 'public-access-blocked', ec2Code: 'OperationNotPermitted' },
      });
      expect((await owner.get(path, after(closed))).body).toMatchObject({
        public: false,
        revision: closed.body.revision,
      });
    } finally {
      await owner.put('/v1/settings/image-block-public-access', { state: 'unblocked' });
    }
  });

  it('to all but the owner', async () => {
    const stranger = await service.caller(STRANGER);
    expect(await stranger.post(`${path}/rollbacks`, { asOf: good })).toMatchObject({ status: 403 });
    const closed = await owner.post(`${path}/launch-permissions`, { remove: [{ group: 'all' }] });
    expect(closed.status).toBe(200);
    expect(await stranger.post(`${path}/rollbacks`, { asOf: born })).toMatchObject({ status: 404 });
  });
});
