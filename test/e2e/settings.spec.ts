import { after, type Caller } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { FRIEND, OWNER, registration, startService, STRANGER, type Service } from '../support/service';

const BLOCK = '/v1/settings/image-block-public-access';

let database: TestDatabase;
let service: Service;
let owner: Caller;
let reader: Caller;

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.url);
  owner = await service.caller(OWNER, ['member'], 'anna@example.com');
  reader = await service.caller(OWNER, ['reader']);
});

afterAll(async () => {
  await service.stop();
  await database.drop();
});

async function moment(): Promise<string> {
  await new Promise((resolve) => setTimeout(resolve, 5));
  const now = new Date().toISOString();
  await new Promise((resolve) => setTimeout(resolve, 5));
  return now;
}

const everybody = { add: [{ group: 'all' }] };

async function register(caller: Caller = owner): Promise<string> {
  const { status, body } = await caller.post('/v1/images', registration());
  expect(status).toBe(201);
  return `/v1/images/${body.imageId}/launch-permissions`;
}

describe('Blocking public access to images', () => {
  it('keeps images from becoming public until it is unblocked, and leaves those that are', async () => {
    const before = await moment();
    const unset = await owner.get(BLOCK);
    expect(unset.body).toEqual({ account: OWNER, region: 'us-east-1', state: 'unblocked' });
    expect(unset.headers.get('etag')).toBeNull();

    const [already, late] = [await register(), await register()];
    expect((await owner.post(already, everybody)).body.public).toBe(true);
    const blocked = await owner.put(BLOCK, { state: 'block-new-sharing', reason: 'the audit of May' });
    expect(blocked).toMatchObject({
      status: 200,
      body: { account: OWNER, region: 'us-east-1', state: 'block-new-sharing', revision: 0 },
    });
    expect(blocked.headers.get('etag')).toBe('"0"');
    expect(await owner.post(late, everybody)).toMatchObject({
      status: 409,
      body: {
        code: 'public-access-blocked',
        ec2Code: 'OperationNotPermitted',
        detail: expect.stringContaining('You can’t publicly share this image because block public access'),
        errors: [{ in: 'body', pointer: '/add' }],
      },
    });
    expect(await owner.post(already, everybody)).toMatchObject({ status: 200, body: { public: true } });
    expect((await owner.post(late, { add: [{ userId: FRIEND }] })).body.visibility).toBe('shared');
    const during = await moment();

    const acting = service.admin.with({ 'ledger-account': STRANGER });
    expect((await acting.post(late, everybody)).status).toBe(409);

    const unblocked = await owner.put(BLOCK, { state: 'unblocked' }, { 'if-match': '"0"' });
    expect((await owner.post(late, everybody)).body.public).toBe(true);

    const at = async (asOf: string) => (await reader.get(`${BLOCK}?asOf=${asOf}`)).body;
    expect([await at(before), await at(during), (await reader.get(BLOCK)).body]).toMatchObject([
      { state: 'unblocked' },
      { state: 'block-new-sharing', revision: 0 },
      { state: 'unblocked', revision: 1 },
    ]);
    const future = new Date(Date.now() + 60_000).toISOString();
    expect(await reader.get(`${BLOCK}?asOf=${future}`)).toMatchObject({ body: { code: 'future-as-of' } });

    const { items } = (await reader.get('/v1/settings/history', after(unblocked))).body;
    expect(items).toMatchObject([
      {
        event: 'ImageBlockPublicAccessEnabled',
        actor: { subject: 'anna@example.com' },
        reason: 'the audit of May',
        before: {},
        after: { imageBlockPublicAccess: 'block-new-sharing' },
      },
      {
        event: 'ImageBlockPublicAccessDisabled',
        before: { imageBlockPublicAccess: 'block-new-sharing' },
        after: { imageBlockPublicAccess: 'unblocked' },
      },
    ]);
    const trail = await owner.get(
      `/v1/audit/events?resource=${OWNER}&eventType=ImageBlockPublicAccessEnabled`,
      after(unblocked),
    );
    expect(trail.body.items).toMatchObject([
      { region: 'us-east-1', reason: 'the audit of May', data: { state: 'block-new-sharing' } },
    ]);
  });

  it('is a matter of one account in one region', async () => {
    await owner.put(BLOCK, { state: 'block-new-sharing' });
    const elsewhere = owner.with({ 'ledger-region': 'eu-central-1' });
    expect((await elsewhere.get(BLOCK)).body.state).toBe('unblocked');
    expect((await elsewhere.post(await register(elsewhere), everybody)).body.public).toBe(true);
    const friend = await service.caller(FRIEND);
    expect((await friend.post(await register(friend), everybody)).body.public).toBe(true);
    expect((await friend.get('/v1/settings/history')).body.items).toEqual([]);
    await owner.put(BLOCK, { state: 'unblocked' });
  });

  it('is for members to set, says what it would record, and is repeated safely', async () => {
    expect((await reader.put(BLOCK, { state: 'unblocked' })).status).toBe(403);
    expect((await owner.put(BLOCK, { state: 'blocked' })).status).toBe(400);
    expect((await owner.put(BLOCK, {})).status).toBe(400);
    expect((await owner.put(`${BLOCK}?dryRun=true`, { state: 'block-new-sharing' })).body).toEqual({
      dryRun: true,
      planDigest: expect.any(String),
      wouldRecord: [
        {
          event: 'ImageBlockPublicAccessEnabled',
          data: { account: OWNER, region: 'us-east-1', state: 'block-new-sharing' },
        },
      ],
    });
    expect((await owner.get(BLOCK)).body.state).toBe('unblocked');
    const key = { 'idempotency-key': 'block' };
    const [first, second] = [
      await owner.put(BLOCK, { state: 'block-new-sharing' }, key),
      await owner.put(BLOCK, { state: 'block-new-sharing' }, key),
    ];
    expect(second.body).toEqual(first.body);
    expect((await owner.put(BLOCK, { state: 'unblocked' }, key)).body.code).toBe('idempotency-key-reused');
    expect((await owner.put(BLOCK, { state: 'unblocked' }, { 'if-match': '"0"' })).status).toBe(412);
    await owner.put(BLOCK, { state: 'unblocked' });
  });

  it('refuses everybody who asks once it was acknowledged, in the middle of twenty who ask', async () => {
    const images = await Promise.all(Array.from({ length: 20 }, () => register()));
    let isAcknowledged = false;
    const grant = async (path: string) => {
      const isLate = isAcknowledged;
      const { status, body } = await owner.post(path, everybody);
      return { isLate, outcome: status < 400 ? status : `${status} ${body.code}` };
    };
    const block = owner.put(BLOCK, { state: 'block-new-sharing' }).then(() => (isAcknowledged = true));
    const early = images.slice(0, 10).map(grant);
    await block;
    const answers = await Promise.all([...early, ...images.slice(10).map(grant)]);
    expect(answers.filter(({ isLate }) => isLate).map(({ outcome }) => outcome)).toEqual(
      Array.from({ length: 10 }, () => '409 public-access-blocked'),
    );
    await owner.put(BLOCK, { state: 'unblocked' });
  });
});
