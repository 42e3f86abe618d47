import { after, type Caller } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { FRIEND, OWNER, registration, startService, STRANGER, type Service } from '../support/service';

const ALLOWED = '/v1/settings/allowed-images';
const UNKNOWN = 'ami-0123456789abcdef0';
const byOwner = [{ imageProviders: [OWNER] }];
const byStranger = [{ imageProviders: [STRANGER] }];

let database: TestDatabase;
let service: Service;
let owner: Caller;
let friend: Caller;
/** Of the owner, and public. */
let imageId: string;

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.url);
  owner = await service.caller(OWNER);
  friend = await service.caller(FRIEND, ['member'], 'bob@example.com');
  imageId = (await owner.post('/v1/images', registration({ name: 'web 1.0' }))).body.imageId;
  await owner.post(`/v1/images/${imageId}/launch-permissions`, { add: [{ group: 'all' }] });
});

afterAll(async () => {
  await service.stop();
  await database.drop();
});

const launch = (caller: Caller, of = imageId, headers = {}) =>
  caller.post('/v1/instances', { imageId: of, instanceType: 'm7g.large' }, headers);

async function moment(): Promise<string> {
  await new Promise((resolve) => setTimeout(resolve, 5));
  const now = new Date().toISOString();
  await new Promise((resolve) => setTimeout(resolve, 5));
  return now;
}

const listed = async (caller: Caller, query = ''): Promise<readonly string[]> =>
  (await caller.get(`/v1/images?${query}`)).body.items.map((image: { imageId: string }) => image.imageId);

interface Item {
  readonly code?: string;
  readonly [field: string]: unknown;
}
const refusals = async (caller: Caller): Promise<readonly Item[]> =>
  (await caller.get(`/v1/audit/events?outcome=refused&resource=${imageId}`)).body.items;

describe('Images that an account does not allow itself', () => {
  let own: string;
  let before: string;
  let during: string;
  let afterwards: string;

  beforeAll(async () => {
    const made = await friend.post('/v1/images', registration());
    own = made.body.imageId;
    await friend.get('/v1/images', after(made));
    before = await moment();
  });

  it('are, once that is enabled, as if they did not exist', async () => {
    expect(await listed(friend)).toContain(imageId);
    const set = await friend.put(ALLOWED, {
      state: 'enabled',
      imageCriteria: byStranger,
      reason: 'policy 7',
    });
    friend = friend.with(after(set));
    expect(set).toMatchObject({
      status: 200,
      body: {
        account: FRIEND,
        region: 'us-east-1',
        state: 'enabled',
        imageCriteria: byStranger,
        revision: 1,
      },
    });
    during = await moment();
    expect(await listed(friend)).toEqual([own]);
    for (const ask of [(of: string) => launch(friend, of), (of: string) => friend.get(`/v1/images/${of}`)]) {
      const [refused, unknown] = [await ask(imageId), await ask(UNKNOWN)];
      expect(refused).toMatchObject({
        status: 404,
        body: { code: 'unknown-image', ec2Code: 'InvalidAMIID.NotFound' },
      });
      expect(JSON.stringify(refused.body).replaceAll(imageId, 'ID')).toBe(
        JSON.stringify(unknown.body).replaceAll(UNKNOWN, 'ID'),
      );
    }
    expect((await friend.get(`/v1/images/${imageId}/access`)).body).toMatchObject({
      allowed: false,
      because: 'image-not-allowed',
    });
    expect((await launch(friend, own)).status).toBe(201);
  });

  it('are no others’ concern', async () => {
    expect(await listed(owner)).toEqual([imageId]);
    expect((await launch(await service.caller(STRANGER))).status).toBe(201);
    expect((await owner.get(`/v1/images/${imageId}/access?account=${FRIEND}`)).body.allowed).toBe(true);
    const auditor = await service.caller(FRIEND, ['auditor']);
    expect(await listed(auditor)).toEqual(expect.arrayContaining([imageId, own]));
    expect((await auditor.get(`/v1/images/${imageId}`)).status).toBe(200);
    const elsewhere = friend.with({ 'ledger-region': 'eu-central-1' });
    expect((await elsewhere.get(ALLOWED)).body).toEqual({
      account: FRIEND,
      region: 'eu-central-1',
      state: 'disabled',
      imageCriteria: [],
    });
  });

  it('are told of in the account’s own record of refusals, and in no other', async () => {
    await eventually(async () => {
      const items = await refusals(friend);
      expect(items.map(({ code }) => code)).toEqual(items.map(() => 'image-not-allowed'));
      expect(items).toContainEqual(
        expect.objectContaining({
          actor: expect.objectContaining({ subject: 'bob@example.com' }),
          data: expect.objectContaining({ command: 'LaunchInstances', resourceIds: [imageId] }),
        }),
      );
    });
    expect(await refusals(owner)).toEqual([]);
    expect((await refusals(service.admin)).length).toBeGreaterThan(0);
  });

  it('are launched in audit mode, and every answer says what they are', async () => {
    const set = await friend.put(ALLOWED, { state: 'audit-mode' });
    friend = friend.with(after(set));
    expect(set.body).toMatchObject({ state: 'audit-mode', imageCriteria: byStranger });
    afterwards = await moment();
    expect((await friend.get(`/v1/images/${imageId}`)).body.imageAllowed).toBe(false);
    expect((await friend.get(`/v1/images/${own}`)).body.imageAllowed).toBe(true);
    const { items } = (await friend.get('/v1/images')).body;
    expect(items).toContainEqual(expect.objectContaining({ imageId, imageAllowed: false }));

    const launched = await launch(friend);
    expect(launched).toMatchObject({
      status: 201,
      body: { warnings: [{ code: 'image-not-allowed', message: expect.stringContaining(imageId) }] },
    });
    const { launchId } = launched.body;
    const trail = await friend.get(`/v1/audit/events?resource=${launchId}`, after(launched));
    expect(trail.body.items).toContainEqual(
      expect.objectContaining({
        event: 'LaunchRequested',
        data: expect.objectContaining({ imageAllowed: false }),
      }),
    );
    const usage = await owner.get(`/v1/images/${imageId}/instances`, after(launched));
    expect(usage.body.items[0]).not.toHaveProperty('imageAllowed');
    expect((await launch(friend, own)).body).not.toHaveProperty('warnings');
  });

  it('are as they were set at any time that is asked about', async () => {
    const at = async (asOf: string) => (await friend.get(`${ALLOWED}?asOf=${asOf}`)).body;
    expect([await at(before), await at(during), await at(afterwards)]).toMatchObject([
      { state: 'disabled', imageCriteria: [] },
      { state: 'enabled', imageCriteria: byStranger, revision: 1 },
      { state: 'audit-mode', imageCriteria: byStranger, revision: 2 },
    ]);
    expect(await listed(friend, `asOf=${before}`)).toEqual(expect.arrayContaining([imageId, own]));
    expect(await listed(friend, `asOf=${during}`)).toEqual([own]);
    const { items } = (await friend.get('/v1/settings/history?order=newest-first')).body;
    expect(items).toMatchObject([
      {
        event: 'AllowedImagesEnabled',
        before: { allowedImages: 'enabled' },
        after: { allowedImages: 'audit-mode' },
      },
      { event: 'AllowedImagesEnabled', after: { allowedImages: 'enabled' }, reason: 'policy 7' },
      { event: 'ImageCriteriaReplaced', after: { imageCriteria: byStranger }, reason: 'policy 7' },
    ]);
  });

  it('are allowed again with other criteria, at once, and a repeated launch stays what it was', async () => {
    const key = { 'idempotency-key': 'launch' };
    await friend.put(ALLOWED, { state: 'enabled', imageCriteria: byOwner });
    const first = await launch(friend, imageId, key);
    expect(first.status).toBe(201);
    await friend.put(ALLOWED, { state: 'enabled', imageCriteria: [{ imageNames: ['db*'] }] });
    expect((await launch(friend)).status).toBe(404);
    expect((await launch(friend, imageId, key)).body).toEqual(first.body);
    await friend.put(ALLOWED, { state: 'enabled', imageCriteria: [{ imageNames: ['w?b *'] }] });
    expect((await launch(friend)).status).toBe(201);
  });
});

it.each<[string, object]>([
  ['/state', { state: 'on' }],
  ['/imageCriteria', { state: 'enabled', imageCriteria: Array.from({ length: 11 }, () => byOwner[0]) }],
  ['/imageCriteria/0', { state: 'enabled', imageCriteria: [{}] }],
  [
    '/imageCriteria/0/imageProviders/0',
    { state: 'enabled', imageCriteria: [{ imageProviders: ['amazon'] }] },
  ],
  ['/imageCriteria/0/nonsense', { state: 'enabled', imageCriteria: [{ nonsense: 1 }] }],
  ['/imageCriteria/0/imageNames/1', { state: 'enabled', imageCriteria: [{ imageNames: ['a', 'ä'] }] }],
])('Criteria that cannot be are refused with a pointer to %s', async (pointer, body) => {
  const { status, body: problem } = await owner.put(ALLOWED, body);
  expect(status >= 400 && status < 500).toBe(true);
  expect(problem.errors).toContainEqual(expect.objectContaining({ in: 'body', pointer }));
  expect((await owner.get(ALLOWED)).body.state).toBe('disabled');
});
