import { after } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { moment } from '../support/moment';
import { FRIEND, OWNER, registration, startService, STRANGER, type Service } from '../support/service';

let database: TestDatabase;
let service: Service;

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.url);
});

afterAll(async () => {
  await service.stop();
  await database.drop();
});

describe('An image that is shared and un-shared', () => {
  it('is seen by whom it is shared with, for as long as it is, and the history tells it all', async () => {
    const owner = await service.caller(OWNER, ['member'], 'anna@example.com');
    const friend = await service.caller(FRIEND);
    const stranger = await service.caller(STRANGER);

    const registered = await owner.post('/v1/images', registration({ tags: { team: 'web' } }));
    expect(registered.status).toBe(201);
    const { imageId } = registered.body;
    const path = `/v1/images/${imageId}`;
    expect(registered.headers.get('location')).toBe(path);
    expect((await friend.get(path, after(registered))).status).toBe(404);

    const before = await moment();
    const shared = await owner.post(`${path}/launch-permissions`, {
      add: [{ userId: FRIEND }],
      reason: 'they build on it',
    });
    expect(shared).toMatchObject({ status: 200, body: { visibility: 'shared' } });
    const during = await moment();

    const seen = await friend.get(path, after(shared));
    expect(seen).toMatchObject({ status: 200, body: { imageId, ownerId: OWNER } });
    expect(seen.body).not.toHaveProperty('tags');
    expect(await stranger.get(path)).toMatchObject({
      status: 404,
      body: { code: 'unknown-image', ec2Code: 'InvalidAMIID.NotFound' },
    });
    expect(await friend.patch(path, { description: 'mine' })).toMatchObject({
      status: 403,
      body: { code: 'not-the-owner' },
    });
    expect(await stranger.patch(path, { description: 'mine' })).toMatchObject({ status: 404 });
    expect(await friend.get(`${path}/history`, after(shared))).toMatchObject({ status: 403 });
    expect((await friend.get('/v1/images?executableBy=self', after(shared))).body.items).toHaveLength(1);
    expect((await stranger.get('/v1/images')).body.items).toEqual([]);

    const unshared = await owner.post(`${path}/launch-permissions`, {
      remove: [{ userId: FRIEND }],
      reason: 'the project is over',
    });
    expect(unshared).toMatchObject({ status: 200, body: { visibility: 'private' } });
    const afterwards = await moment();
    expect((await friend.get(path, after(unshared))).status).toBe(404);

    const access = async (asOf: string) =>
      (await owner.get(`${path}/access?account=${FRIEND}&asOf=${asOf}`)).body;
    expect(await access(before)).toMatchObject({ allowed: false, because: 'no-launch-permission' });
    expect(await access(during)).toMatchObject({
      allowed: true,
      grounds: 'account',
      reason: 'they build on it',
      grantedBy: { subject: 'anna@example.com', account: OWNER, interface: 'rest' },
    });
    expect(await access(afterwards)).toMatchObject({ allowed: false });

    const then = await owner.get(`${path}?asOf=${during}`);
    expect(then.body).toMatchObject({ visibility: 'shared', tags: { team: 'web' } });
    expect((await friend.get(`${path}?asOf=${during}`)).status).toBe(404);
    expect((await owner.get(`${path}/launch-permissions?asOf=${during}`)).body.items).toMatchObject([
      { userId: FRIEND, reason: 'they build on it' },
    ]);

    const history = await owner.get(`${path}/history`, after(unshared));
    expect(history.body.items.map(({ event }: { event: string }) => event)).toEqual([
      'ImageCreated',
      'ImageBecameAvailable',
      'LaunchPermissionGranted',
      'LaunchPermissionRevoked',
    ]);
    expect(history.body.items[2]).toMatchObject({
      actor: { subject: 'anna@example.com', account: OWNER, sourceAddress: expect.any(String) },
      reason: 'they build on it',
      before: {},
      after: { [`launchPermissions/${FRIEND}`]: { userId: FRIEND } },
    });
    expect(history.body.items[3]).toMatchObject({
      reason: 'the project is over',
      before: { [`launchPermissions/${FRIEND}`]: { userId: FRIEND } },
      after: { [`launchPermissions/${FRIEND}`]: null },
    });
  });
});

describe('An image', () => {
  it('is described, tagged, and deregistered, which frees its name and leaves its history', async () => {
    const owner = await service.caller(OWNER);
    const wish = registration({ description: 'first', tags: { stage: 'test', team: 'web' } });
    const { body: image } = await owner.post('/v1/images', wish);
    const path = `/v1/images/${image.imageId}`;

    expect((await owner.patch(path, { description: 'second' })).body.description).toBe('second');
    const tagged = await owner.put(`${path}/tags?reason=release`, { stage: 'prod' });
    expect(tagged.body.tags).toEqual({ stage: 'prod' });
    expect(tagged.headers.get('etag')).toBe(`"${tagged.body.revision}"`);
    expect(await owner.post('/v1/images', wish)).toMatchObject({
      status: 409,
      body: { code: 'image-name-taken', ec2Code: 'InvalidAMIName.Duplicate' },
    });

    const gone = await owner.post(`${path}/deregistration`, { reason: 'replaced' });
    expect(gone.body).toMatchObject({ state: 'deregistered', deregistrationTime: expect.any(String) });
    expect((await owner.get('/v1/images', after(gone))).body.items).not.toContainEqual(
      expect.objectContaining({ imageId: image.imageId }),
    );
    expect((await owner.get(path, after(gone))).body.state).toBe('deregistered');
    expect(await owner.patch(path, { description: 'third' })).toMatchObject({
      status: 409,
      body: { code: 'image-deregistered', ec2Code: 'InvalidAMIID.Unavailable' },
    });
    const again = await owner.post('/v1/images', wish);
    expect(again.status).toBe(201);
    expect(again.body.imageId).not.toBe(image.imageId);

    const { items } = (await owner.get(`${path}/history?order=newest-first&limit=3`, after(again))).body;
    expect(items).toMatchObject([
      {
        event: 'ImageDeregistered',
        reason: 'replaced',
        before: { state: 'available' },
        after: { state: 'deregistered' },
      },
      {
        event: 'ImageUntagged',
        reason: 'release',
        before: { 'tags/team': 'web' },
        after: { 'tags/team': null },
      },
      { event: 'ImageTagged', before: { 'tags/stage': 'test' }, after: { 'tags/stage': 'prod' } },
    ]);
  });

  it('that is public is seen by everybody, and launched on that ground', async () => {
    const owner = await service.caller(OWNER);
    const stranger = await service.caller(STRANGER);
    const { body: image } = await owner.post('/v1/images', registration());
    const path = `/v1/images/${image.imageId}`;
    const shared = await owner.post(`${path}/launch-permissions`, { add: [{ group: 'all' }] });
    expect(shared.body).toMatchObject({ visibility: 'public', public: true });
    expect((await stranger.get(path, after(shared))).status).toBe(200);
    const { body } = await stranger.get(`${path}/access`, after(shared));
    expect(body).toMatchObject({ allowed: true, grounds: 'public', account: STRANGER });
    expect(body).not.toHaveProperty('grantedBy');
    expect((await stranger.get(`${path}/access?account=${FRIEND}`, after(shared))).status).toBe(403);
  });

  it('is made by an administrator in the name of an account, and the record says so', async () => {
    const acting = service.admin.with({ 'ledger-account': OWNER });
    const made = await acting.post('/v1/images', registration({ reason: 'asked by phone' }));
    expect(made.body.ownerId).toBe(OWNER);
    const { body } = await acting.get(`/v1/images/${made.body.imageId}/history`, after(made));
    expect(body.items[0]).toMatchObject({
      actor: { subject: 'administrator', account: '000000000000', roles: ['platform-admin'] },
      reason: 'asked by phone',
    });
  });
});
