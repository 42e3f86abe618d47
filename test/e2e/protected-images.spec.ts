import { after, type Answer, type Caller } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { moment } from '../support/moment';
import { FRIEND, OWNER, registration, startService, type Service } from '../support/service';

let database: TestDatabase;
let service: Service;
let owner: Caller;
let path: string;
let imageId: string;
let made: Answer;

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
  made = await owner.post('/v1/images', registration());
  ({ imageId } = made.body);
  path = `/v1/images/${imageId}`;
});

const PROTECTED = { code: 'image-protected', ec2Code: 'OperationNotPermitted' };

describe('An image that is protected', () => {
  it('cannot be deregistered until it is so no more', async () => {
    expect((await owner.get(path, after(made))).body).toMatchObject({ deregistrationProtection: 'disabled' });
    const kept = await owner.post(`${path}/protection`, { reason: 'in production' });
    expect(kept).toMatchObject({ status: 200, body: { deregistrationProtection: 'enabled' } });
    expect(await owner.post(`${path}/deregistration`)).toMatchObject({ status: 409, body: PROTECTED });
    expect((await owner.get(path, after(kept))).body).toMatchObject({ state: 'available' });
    const free = await owner.delete(`${path}/protection?reason=replaced`);
    expect(free.body).toMatchObject({ deregistrationProtection: 'disabled' });
    expect(free.body).not.toHaveProperty('cooldownEndTime');
    expect((await owner.post(`${path}/deregistration`)).body).toMatchObject({ state: 'deregistered' });
  });

  it('with a cooldown, stays for a day after the protection is gone', async () => {
    const kept = await owner.post(`${path}/protection`, { withCooldown: true });
    expect(kept.body).toMatchObject({ deregistrationProtection: 'enabled-with-cooldown' });
    expect(kept.body).not.toHaveProperty('cooldownEndTime');
    const free = await owner.delete(`${path}/protection`);
    const { items } = (await owner.get(`${path}/history?order=newest-first&limit=1`, after(free))).body;
    const cooldownEndTime = new Date(Date.parse(items[0].at) + 86_400_000).toISOString();
    expect(free.body).toMatchObject({ deregistrationProtection: 'disabled', cooldownEndTime });
    expect((await owner.get(path, after(free))).body).toEqual(free.body);
    const refused = await owner.post(`${path}/deregistration`);
    expect(refused).toMatchObject({ status: 409, body: PROTECTED });
    expect(refused.body.detail).toContain(cooldownEndTime);
  });

  it('was what it was at every time, and the history tells it', async () => {
    const times = [await moment()];
    await owner.post(`${path}/protection`, { withCooldown: true, reason: 'in production' });
    await owner.post(`${path}/protection`, { withCooldown: true, reason: 'again' });
    times.push(await moment());
    const free = await owner.delete(`${path}/protection`);
    times.push(await moment());
    const was = [];
    for (const time of times) was.push((await owner.get(`${path}?asOf=${time}`, after(free))).body);
    expect(was).toMatchObject([
      { deregistrationProtection: 'disabled' },
      { deregistrationProtection: 'enabled-with-cooldown' },
      { deregistrationProtection: 'disabled', cooldownEndTime: free.body.cooldownEndTime },
    ]);
    for (const image of was.slice(0, 2)) expect(image).not.toHaveProperty('cooldownEndTime');
    const { items } = (await owner.get(`${path}/history`, after(free))).body;
    expect(items.slice(2)).toMatchObject([
      {
        event: 'DeregistrationProtectionEnabled',
        reason: 'in production',
        before: {},
        after: { deregistrationProtection: 'enabled-with-cooldown' },
      },
      {
        event: 'DeregistrationProtectionDisabled',
        before: { deregistrationProtection: 'enabled-with-cooldown' },
        after: { deregistrationProtection: null },
      },
    ]);
  });

  it('is the business of its owner', async () => {
    const friend = await service.caller(FRIEND);
    expect(await friend.post(`${path}/protection`)).toMatchObject({ status: 404 });
    await owner.post(`${path}/launch-permissions`, { add: [{ userId: FRIEND }] });
    expect(await friend.post(`${path}/protection`)).toMatchObject({ status: 403 });
    expect(await friend.delete(`${path}/protection`)).toMatchObject({ status: 403 });
  });

  it('in a dry run is not protected', async () => {
    const tried = await owner.post(`${path}/protection?dryRun=true`, { withCooldown: true });
    expect(tried.body).toEqual({
      dryRun: true,
      planDigest: expect.any(String),
      wouldRecord: [{ event: 'DeregistrationProtectionEnabled', data: { imageId, withCooldown: true } }],
    });
    expect((await owner.post(`${path}/deregistration`)).status).toBe(200);
  });
});
