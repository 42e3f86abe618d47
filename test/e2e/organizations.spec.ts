import { after, type Answer } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { BELOW, BESIDE, TOP, unitArn } from '../support/organization';
import { FRIEND, OWNER, registration, startService, STRANGER, type Service } from '../support/service';

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

describe('The accounts of an organization', () => {
  it('are listed as they are and as they were, page by page, to administrators and auditors', async () => {
    const path = `/v1/organizations/${organizationId}/accounts`;
    const auditor = await service.caller(STRANGER, ['auditor']);
    for (const other of [FRIEND, OWNER])
      expect((await service.admin.post(path, { account: other })).status).toBe(200);
    await place(TOP);
    const during = await moment();
    await place(BESIDE);
    const left = await service.admin.delete(`${path}/${FRIEND}`);
    const [first] = [(await auditor.get(`${path}?limit=1`, after(left))).body];
    expect(first.items).toMatchObject([{ account: OWNER, member: true }]);
    const second = (await auditor.get(`${path}?limit=1&cursor=${first.nextCursor}`)).body;
    expect(second.items).toMatchObject([{ account, unit: BESIDE }]);
    expect(second).not.toHaveProperty('nextCursor');
    expect((await service.admin.get(`${path}?asOf=${during}`)).body.items).toMatchObject([
      { account: FRIEND },
      { account: OWNER },
      { account, unit: TOP },
    ]);
    await service.admin.delete(`${path}/${OWNER}`);
    const member = await service.caller(account);
    expect((await member.get(path)).status).toBe(403);
    for (const caller of [member, auditor]) {
      expect((await caller.post(path, { account })).status).toBe(403);
      expect((await caller.delete(`${path}/${account}`)).status).toBe(403);
    }
  });

  it('are in no other organization', async () => {
    await place();
    const elsewhere = '/v1/organizations/o-zzzzzzzzzz/accounts';
    expect(await service.admin.post(elsewhere, { account })).toMatchObject({
      status: 409,
      body: { code: 'account-in-another-organization', errors: [{ pointer: '/account' }] },
    });
    expect((await service.admin.delete(`${elsewhere}/${account}`)).body).toMatchObject({ member: false });
    await leave();
    expect((await service.admin.post(elsewhere, { account })).status).toBe(200);
  });

  it('join one of two organizations that both want them at once', async () => {
    const wanted = Array.from({ length: 10 }, (_, index) => `o-bbbbbbbbb${index}`);
    const answers = await Promise.all(
      wanted.map((id) => service.admin.post(`/v1/organizations/${id}/accounts`, { account })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(9).fill(409)]);
  });

  it('stand in the audit trail of auditors, by organization and unit, and of the account itself', async () => {
    await place(TOP);
    const moved = await place(`${TOP}/${BELOW}`);
    const member = await service.caller(account);
    const own = await member.get('/v1/audit/events', after(moved));
    expect(own.body.items).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({
          event: 'AccountMoved',
          reason: 'the new team',
          data: { organizationId, account, from: TOP, to: `${TOP}/${BELOW}` },
        }),
      ]),
    );
    for (const resource of [organizationId, account]) {
      const { items } = (await service.admin.get(`/v1/audit/events?resource=${resource}`)).body;
      expect(items.map(({ event }: { event: string }) => event)).toEqual(
        expect.arrayContaining(['AccountJoined', 'AccountMoved']),
      );
    }
    const stranger = await service.caller(STRANGER);
    const { items } = (await stranger.get(`/v1/audit/events?resource=${organizationId}`)).body;
    expect(items).toEqual([]);
  });

  it('are placed once under an idempotency key, and not at all in a dry run', async () => {
    const key = { 'idempotency-key': 'join' };
    const dry = await service.admin.post(`/v1/organizations/${organizationId}/accounts?dryRun=true`, {
      account,
    });
    expect(dry.body).toEqual({
      dryRun: true,
      planDigest: expect.any(String),
      wouldRecord: [{ event: 'AccountJoined', data: { organizationId, account } }],
    });
    const first = await place(undefined, key);
    await place(TOP);
    const again = await place(undefined, key);
    expect(again.body).toEqual(first.body);
    expect(await place(TOP, key)).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    expect(await place(BESIDE, { 'if-match': '"0"' })).toMatchObject({ status: 412 });
    expect((await place(TOP)).body).toMatchObject({ unit: TOP, revision: 1 });
  });
});

describe('What names no organization', () => {
  it.each([
    ['organizationArn', 'o-a1b2c3d4e5'],
    ['organizationArn', unitArn('o-a1b2c3d4e5', 'ou-ab12-11111111')],
    ['organizationalUnitArn', 'ou-ab12-11111111'],
    ['organizationalUnitArn', `${unitArn('o-a1b2c3d4e5', 'ou-ab12-11111111')}/ou-ab12-22222222`],
  ])('as %s is refused, and nobody gets a permission: %s', async (field, value) => {
    const owner = await service.caller(OWNER);
    const registered = await owner.post('/v1/images', registration());
    const path = `/v1/images/${registered.body.imageId}/launch-permissions`;
    const answer = await owner.post(path, { add: [{ userId: FRIEND }, { [field]: value }] });
    expect(answer).toMatchObject({
      status: 422,
      body: {
        code: 'invalid-launch-permission',
        ec2Code: 'InvalidAMIAttributeItemValue',
        errors: [{ pointer: `/add/1/${field}` }],
      },
    });
    expect((await owner.get(path, after(registered))).body.items).toEqual([]);
  });

  it.each([
    ['o-short', {}, 400],
    ['o-A1B2C3D4E5', {}, 400],
    ['o-a1b2c3d4e5', { unit: 'ou-ab12-1111111' }, 422],
    ['o-a1b2c3d4e5', { unit: '' }, 422],
    ['o-a1b2c3d4e5', { unit: 'ou-ab12-11111111/' }, 422],
    ['o-a1b2c3d4e5', { unit: 'ou-ab12-11111111/ou-ab12-11111111' }, 422],
    ['o-a1b2c3d4e5', { account: '1' }, 400],
  ])('is joined by nobody: %s, %j', async (id, changes, status) => {
    const answer = await service.admin.post(`/v1/organizations/${id}/accounts`, { account, ...changes });
    expect(answer.status).toBe(status);
  });
});
