import { setTimeout } from 'node:timers/promises';
import { after, type Answer, type Caller } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { FRIEND, OWNER, registration, startService, STRANGER, type Service } from '../support/service';

let database: TestDatabase;
let service: Service;
let owner: Caller;
let friend: Caller;
let path: string;

beforeAll(async () => {
  database = await testDatabase();
  await restart();
});
beforeEach(async () => {
  const registered = await owner.post('/v1/images', registration());
  path = `/v1/images/${registered.body.imageId}`;
  await owner.get(path, after(registered));
});
afterAll(async () => {
  await service.stop();
  await database.drop();
});

async function restart(): Promise<void> {
  service = await startService(database.url);
  [owner, friend] = await Promise.all([service.caller(OWNER), service.caller(FRIEND)]);
}

/** Enough for a request to be answered on a machine that does much else. */
const SOON = 4_000;

interface Change {
  readonly event: string;
}

const share = (add: object, more: object = {}) =>
  owner.post(`${path}/launch-permissions`, { add: [add], ...more });
const over = async (time: string): Promise<void> => {
  while (Date.now() <= Date.parse(time)) await setTimeout(10);
};
const launch = async (): Promise<number> =>
  (
    await friend.post('/v1/instances', {
      imageId: path.slice('/v1/images/'.length),
      instanceType: 'm7g.large',
    })
  ).status;
const history = async (headers = {}): Promise<readonly Change[]> =>
  (await owner.get(`${path}/history`, headers)).body.items;
const access = async (query = '', headers = {}): Promise<object> =>
  (await owner.get(`${path}/access?account=${FRIEND}${query}`, headers)).body;

describe('A launch permission with an end', () => {
  it('is over by itself, and announced once, also when nothing ran at that time', async () => {
    const expiresAt = new Date(Date.now() + SOON).toISOString();
    const shared = await share({ userId: FRIEND, expiresAt }, { reason: 'for the night' });
    expect(shared).toMatchObject({ status: 200, body: { visibility: 'shared' } });
    expect((await owner.get(`${path}/launch-permissions`, after(shared))).body.items).toMatchObject([
      { userId: FRIEND, expiresAt, consent: 'not-asked' },
    ]);
    expect(await access('', after(shared))).toMatchObject({ allowed: true, expiresAt });
    expect(await launch()).toBe(201);
    await service.stop();
    await over(expiresAt);
    await restart();

    expect(await launch()).toBe(404);
    expect(await access()).toMatchObject({ allowed: false, because: 'no-launch-permission' });
    expect((await friend.get(path)).status).toBe(404);
    expect((await owner.get(path)).body).toMatchObject({ visibility: 'private' });
    const before = new Date(Date.parse(expiresAt) - 1).toISOString();
    await eventually(async () =>
      expect((await history()).at(-1)).toMatchObject({
        event: 'LaunchPermissionExpired',
        actor: { interface: 'system' },
        reason: null,
        before: { [`launchPermissions/${FRIEND}`]: { userId: FRIEND, expiresAt } },
        after: { [`launchPermissions/${FRIEND}`]: null },
      }),
    );
    expect(await access(`&asOf=${before}`)).toMatchObject({ allowed: true });
    expect(await access(`&asOf=${expiresAt}`)).toMatchObject({ allowed: false });
    await service.stop();
    await restart();
    await eventually(async () => {
      const { readers } = (await service.admin.get('/health/ready')).body as {
        readers: { name: string; lag: number; state: string }[];
      };
      expect(readers.find(({ name }) => name === 'process/due-times')).toMatchObject({
        lag: 0,
        state: 'running',
      });
    });
    expect((await history()).filter(({ event }) => event === 'LaunchPermissionExpired')).toHaveLength(1);
  });

  it('that is renewed survives the end that it had', async () => {
    const expiresAt = new Date(Date.now() + SOON).toISOString();
    await share({ userId: FRIEND, expiresAt });
    expect((await share({ userId: FRIEND, expiresAt: '2040-01-01T00:00:00Z' })).status).toBe(200);
    await over(expiresAt);
    expect(await launch()).toBe(201);
    expect((await history()).map(({ event }) => event)).not.toContain('LaunchPermissionExpired');
  });

  it.each([
    ['2020-01-01T00:00:00Z', 422],
    ['tomorrow', 400],
  ])('ends at %s is refused with %i, at the field', async (expiresAt, status) => {
    const refused = await owner.post(`${path}/launch-permissions`, {
      add: [{ group: 'all' }, { userId: FRIEND, expiresAt }],
    });
    expect(refused).toMatchObject({
      status,
      body: { errors: [{ in: 'body', pointer: '/add/1/expiresAt' }] },
    });
    expect((await owner.get(path)).body).toMatchObject({ visibility: 'private', revision: 1 });
  });
});

describe('A launch permission that requires acceptance', () => {
  const say = (decision: string, who = friend) =>
    who.post(`${path}/launch-permissions/consent`, { decision });
  const offers = async (since: Answer): Promise<object[]> =>
    (await friend.get('/v1/launch-permission-offers', after(since))).body.items;
  const imageId = (): string => path.slice('/v1/images/'.length);

  it('is for the account to accept, to reject and to leave', async () => {
    const asked = await share({ userId: FRIEND, requiresAcceptance: true }, { reason: 'please' });
    expect(asked.body).toMatchObject({ visibility: 'private' });
    const seen = await friend.get(path, after(asked));
    expect(seen).toMatchObject({ status: 200, body: { imageId: imageId() } });
    expect(seen.body).not.toHaveProperty('tags');
    expect(await offers(asked)).toContainEqual(
      expect.objectContaining({ imageId: imageId(), consent: 'pending', reason: 'please' }),
    );
    const { items } = (await friend.get('/v1/images?executableBy=self', after(asked))).body;
    expect(items.map((one: { imageId: string }) => one.imageId)).not.toContain(imageId());
    expect(await access('', after(asked))).toMatchObject({ allowed: false, because: 'pending' });
    expect(await launch()).toBe(409);

    expect(
      (await friend.post(`${path}/launch-permissions/consent?dryRun=true`, { decision: 'accept' })).body,
    ).toMatchObject({
      wouldRecord: [{ event: 'LaunchPermissionAccepted' }],
    });
    const rejected = await say('reject');
    expect(rejected.body).toEqual({ imageId: imageId(), account: FRIEND, consent: 'rejected' });
    expect(await access('', after(rejected))).toMatchObject({ allowed: false, because: 'rejected' });
    const accepted = await say('accept');
    expect(accepted.body).toMatchObject({ consent: 'accepted' });
    expect(await launch()).toBe(201);
    expect((await owner.get(`${path}/launch-permissions`, after(accepted))).body.items).toMatchObject([
      { userId: FRIEND, consent: 'accepted' },
    ]);
    expect(await access('', after(accepted))).toMatchObject({ allowed: true, grounds: 'account' });
    expect((await owner.get(path, after(accepted))).body).toMatchObject({ visibility: 'shared' });

    const left = await say('leave');
    expect(left.body).toMatchObject({ consent: 'left' });
    expect(await launch()).toBe(404);
    expect(await friend.get(path, after(left))).toMatchObject({ status: 404 });
    expect((await history(after(left))).slice(2).map(({ event }) => event)).toEqual([
      'LaunchPermissionOffered',
      'LaunchPermissionRejected',
      'LaunchPermissionAccepted',
      'LaunchPermissionLeft',
    ]);
  });

  it('is nobody else’s to answer, and no share with all can be left', async () => {
    await share({ userId: FRIEND, requiresAcceptance: true });
    const stranger = service.admin.with({ 'ledger-account': STRANGER });
    const member = await service.caller(STRANGER);
    expect(await say('accept', member)).toMatchObject({ status: 404, body: { code: 'unknown-image' } });
    await share({ group: 'all' });
    expect(await say('leave', member)).toMatchObject({ status: 409, body: { code: 'not-shared-by-name' } });
    expect(await say('leave', stranger)).toMatchObject({ status: 409, body: { code: 'not-shared-by-name' } });
  });
});
