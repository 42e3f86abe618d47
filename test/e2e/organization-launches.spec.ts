import { after, type Answer } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { BELOW, BESIDE, organizationArn, TOP, unitArn } from '../support/organization';
import { OWNER, registration, startService, type Service } from '../support/service';

let database: TestDatabase;
let service: Service;
let organizations = 0;
/** Every spec has an organization and an account in it of its own. */
let organizationId: string;
let account: string;

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.url);
});

beforeEach(() => {
  organizationId = `o-${String(++organizations).padStart(10, 'a')}`;
  account = String(organizations).padStart(12, '7');
});

afterAll(async () => {
  await service.stop();
  await database.drop();
});

const place = (unit?: string, headers = {}): Promise<Answer> =>
  service.admin.post(
    `/v1/organizations/${organizationId}/accounts`,
    { account, ...(unit === undefined ? {} : { unit }), reason: 'the new team' },
    headers,
  );
const leave = (): Promise<Answer> =>
  service.admin.delete(`/v1/organizations/${organizationId}/accounts/${account}?reason=sold`);

/** A moment of the log's clock that is surely over, and surely before what comes next. */
async function moment(): Promise<string> {
  await new Promise((resolve) => setTimeout(resolve, 5));
  const now = new Date().toISOString();
  await new Promise((resolve) => setTimeout(resolve, 5));
  return now;
}

async function imageSharedWith(...add: readonly object[]) {
  const owner = await service.caller(OWNER, ['member'], 'anna@example.com');
  const { body } = await owner.post('/v1/images', registration({ tags: { team: 'web' } }));
  const path = `/v1/images/${body.imageId}`;
  const shared = await owner.post(`${path}/launch-permissions`, { add, reason: 'for all of us' });
  expect(shared.status).toBe(200);
  return { owner, path, shared, wish: { imageId: body.imageId as string, instanceType: 'm7g.large' } };
}

describe('An image that is shared with an organization', () => {
  it('is seen and launched by its accounts, for as long as they are in it', async () => {
    const arn = organizationArn(organizationId);
    const { owner, path, shared, wish } = await imageSharedWith({ organizationArn: arn });
    const member = await service.caller(account);
    expect(shared.body).toMatchObject({ visibility: 'shared', public: false });
    expect((await member.get(path, after(shared))).status).toBe(404);
    expect((await member.post('/v1/instances', wish)).status).toBe(404);
    expect((await member.patch(path, { description: 'mine' })).status).toBe(404);
    const before = await moment();

    const joined = await place();
    expect(joined).toMatchObject({
      status: 200,
      body: { organizationId, account, member: true, joinedAt: expect.any(String), revision: 0 },
    });
    const during = await moment();
    const seen = await member.get(path, after(joined));
    expect(seen.status).toBe(200);
    expect(seen.body).not.toHaveProperty('tags');
    expect((await member.get('/v1/images?executableBy=self', after(joined))).body.items).toMatchObject([
      { imageId: wish.imageId },
    ]);
    expect(await member.patch(path, { description: 'mine' })).toMatchObject({
      status: 403,
      body: { code: 'not-the-owner' },
    });
    const launched = await member.post('/v1/instances', wish);
    expect(launched).toMatchObject({
      status: 201,
      body: { instances: [{ grounds: 'organization', grantedTo: { organizationArn: arn } }] },
    });
    expect((await member.get(`${path}/access`, after(joined))).body).toMatchObject({
      allowed: true,
      grounds: 'organization',
      since: joined.body.joinedAt,
    });

    expect(await leave()).toMatchObject({ status: 200, body: { member: false } });
    const left = await leave();
    expect(left).toMatchObject({
      status: 200,
      body: { organizationId, account, member: false, revision: 1 },
    });
    expect((await member.post('/v1/instances', wish)).status).toBe(404);
    expect((await member.patch(path, { description: 'mine' })).status).toBe(404);
    expect((await member.get(path, after(left))).status).toBe(404);
    // What was taken from it is not its to look at any more.
    expect((await member.get(`${path}?asOf=${during}`)).status).toBe(404);
    expect((await member.get('/v1/images', after(left))).body.items).toEqual([]);

    const access = async (asOf: string) =>
      (await owner.get(`${path}/access?account=${account}&asOf=${asOf}`)).body;
    expect(await access(before)).toMatchObject({ allowed: false, because: 'no-launch-permission' });
    expect(await access(during)).toMatchObject({
      allowed: true,
      grounds: 'organization',
      grantedTo: { organizationArn: arn },
      since: joined.body.joinedAt,
      reason: 'for all of us',
      grantedBy: { subject: 'anna@example.com' },
    });
    expect(await access(await moment())).toMatchObject({ allowed: false });
    const { body: history } = await owner.get(`${path}/history`, after(left));
    expect(history.items.at(-1)).toMatchObject({
      event: 'LaunchPermissionGranted',
      before: {},
      after: { [`launchPermissions/${organizationId}`]: { organizationArn: arn } },
    });
    expect((await owner.get(`${path}/launch-permissions`, after(left))).body.items).toMatchObject([
      { organizationArn: arn },
    ]);
  });

  it('is not launched by an account that was told to have left, however many launch meanwhile', async () => {
    const { wish } = await imageSharedWith({ organizationArn: organizationArn(organizationId) });
    await place();
    const member = await service.caller(account);
    let hasLeft = false;
    const launched: boolean[] = [];
    /** Again and again, until it is refused. */
    const launching = async (): Promise<number> => {
      const isTooLate = hasLeft;
      const { status } = await member.post('/v1/instances', wish);
      if (status !== 201) return status;
      launched.push(isTooLate);
      return launching();
    };
    const refusals = Promise.all(Array.from({ length: 20 }, launching));
    await eventually(() => expect(launched.length).toBeGreaterThan(0));
    const left = await leave();
    hasLeft = true;
    expect(left).toMatchObject({ status: 200, body: { member: false } });
    expect(new Set(await refusals)).toEqual(new Set([404]));
    expect(launched).not.toContain(true);
    await eventually(async () => {
      const { items } = (await member.get('/v1/instances?limit=1000')).body;
      expect(items).toHaveLength(launched.length);
    });
  });
});

describe('An image that is shared with an organizational unit', () => {
  it('is launched by accounts in it or below it, and by no others', async () => {
    const arn = unitArn(organizationId, TOP);
    const { wish } = await imageSharedWith({ organizationalUnitArn: arn });
    const member = await service.caller(account);
    const launch = async () => (await member.post('/v1/instances', wish)).status;
    const wanted: [string | undefined, number][] = [
      [undefined, 404],
      [TOP, 201],
      [`${TOP}/${BELOW}`, 201],
      [`${BESIDE}/${BELOW}`, 404],
      [`${BESIDE}/${TOP}`, 201],
    ];
    for (const [unit, status] of wanted) {
      expect((await place(unit)).body).toMatchObject({
        member: true,
        ...(unit === undefined ? {} : { unit }),
      });
      expect([unit, await launch()]).toEqual([unit, status]);
    }
    const { body } = await member.post('/v1/instances', wish);
    expect(body.instances).toMatchObject([
      { grounds: 'organizational-unit', grantedTo: { organizationalUnitArn: arn } },
    ]);
  });
});
