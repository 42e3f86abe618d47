import { after, type Caller } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { FRIEND, OWNER, startService, type Service } from '../support/service';

let database: TestDatabase;
let service: Service;
let owner: Caller;

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.url);
  owner = await service.caller(OWNER);
});

afterAll(async () => {
  await service.stop();
  await database.drop();
});

const rule = (changes: object = {}) => ({
  resourceType: 'image',
  retentionPeriod: { unit: 'days', value: 7 },
  ...changes,
});
const moment = async (): Promise<string> => {
  await new Promise((resolve) => setTimeout(resolve, 5));
  const now = new Date().toISOString();
  await new Promise((resolve) => setTimeout(resolve, 5));
  return now;
};

describe('A retention rule', () => {
  it('is made, changed and deleted, and remembered', async () => {
    const wish = rule({
      description: 'a week',
      resourceTags: [{ key: 'team', value: 'web' }],
      reason: 'asked',
    });
    const created = await owner.post('/v1/retention-rules', wish, { 'idempotency-key': 'r' });
    expect(created).toMatchObject({
      status: 201,
      body: {
        ownerId: OWNER,
        region: 'us-east-1',
        resourceType: 'image',
        retentionPeriod: { unit: 'days', value: 7 },
        resourceTags: [{ key: 'team', value: 'web' }],
        description: 'a week',
      },
    });
    const { ruleId } = created.body;
    const path = `/v1/retention-rules/${ruleId}`;
    expect(created.headers.get('location')).toBe(path);
    expect(ruleId).toMatch(/^rule-[0-9a-f]{17}$/);
    const again = await owner.post('/v1/retention-rules', wish, { 'idempotency-key': 'r' });
    expect(again.body).toEqual(created.body);
    const first = await moment();

    const changed = await owner.patch(path, {
      retentionPeriod: { unit: 'days', value: 30 },
      description: '',
    });
    expect(changed).toMatchObject({
      status: 200,
      body: { retentionPeriod: { value: 30 }, resourceTags: [{ key: 'team', value: 'web' }] },
    });
    expect(changed.body).not.toHaveProperty('description');
    expect((await owner.get(path)).body).toEqual(changed.body);
    expect((await owner.get(`${path}?asOf=${first}`)).body).toEqual(created.body);
    const stale = { 'if-match': created.headers.get('etag')! };
    expect((await owner.patch(path, { description: 'late' }, stale)).status).toBe(412);

    const second = await moment();
    const deleted = await owner.delete(`${path}?reason=over`);
    expect(deleted).toMatchObject({ status: 200, body: { ruleId } });
    expect(await owner.delete(path)).toMatchObject({ status: 200 });
    for (const gone of [await owner.get(path), await owner.patch(path, { description: 'x' })])
      expect(gone).toMatchObject({ status: 404, body: { code: 'unknown-retention-rule' } });
    expect((await owner.get('/v1/retention-rules')).body.items).toEqual([]);
    expect((await owner.get(`/v1/retention-rules?asOf=${second}`)).body.items).toEqual([changed.body]);

    const trail = await owner.get(`/v1/audit/events?resource=${ruleId}`, after(deleted));
    expect(trail.body.items.map(({ event }: { event: string }) => event).sort()).toEqual([
      'RetentionRuleChanged',
      'RetentionRuleCreated',
      'RetentionRuleDeleted',
    ]);
  });

  it.each([
    ['no resource type', { resourceType: undefined }, '/resourceType'],
    ['another resource type', { resourceType: 'volume' }, '/resourceType'],
    ['no day', { retentionPeriod: { unit: 'days', value: 0 } }, '/retentionPeriod/value'],
    ['more than a year', { retentionPeriod: { unit: 'days', value: 366 } }, '/retentionPeriod/value'],
    ['another unit', { retentionPeriod: { unit: 'hours', value: 1 } }, '/retentionPeriod/unit'],
    ['51 tags', { resourceTags: Array.from({ length: 51 }, () => ({ key: 'a' })) }, '/resourceTags'],
    ['a tag without a key', { resourceTags: [{ value: 'a' }] }, '/resourceTags/0/key'],
    ['a field that there is not', { lockConfiguration: {} }, '/lockConfiguration'],
  ])('with %s is refused', async (_, changes, pointer) => {
    expect(await owner.post('/v1/retention-rules', rule(changes))).toMatchObject({
      status: 400,
      body: { code: 'invalid-request', errors: [{ in: 'body', pointer }] },
    });
  });

  it('with a reserved tag is refused by the domain', async () => {
    const resourceTags = [{ key: 'aws:x' }];
    expect(await owner.post('/v1/retention-rules', rule({ resourceTags }))).toMatchObject({
      status: 422,
      body: { code: 'invalid-tags', errors: [{ in: 'body', pointer: '/resourceTags/0' }] },
    });
  });

  it('in a dry run is not made', async () => {
    const tried = await owner.post('/v1/retention-rules?dryRun=true', rule());
    expect(tried.body).toMatchObject({ dryRun: true, wouldRecord: [{ event: 'RetentionRuleCreated' }] });
    expect((await owner.get('/v1/retention-rules')).body.items).toEqual([]);
  });
});

describe('The retention rules of an account', () => {
  it('are listed page by page, newest first, to their owner and to auditors', async () => {
    const other = await service.caller('777788889999');
    const made = [];
    for (const value of [1, 2, 3]) {
      const retentionPeriod = { unit: 'days', value };
      made.unshift((await other.post('/v1/retention-rules', rule({ retentionPeriod }))).body);
      await moment();
    }
    const first = await other.get('/v1/retention-rules?limit=2');
    expect(first.body.items).toEqual(made.slice(0, 2));
    const second = await other.get(`/v1/retention-rules?limit=2&cursor=${first.body.nextCursor}`);
    expect(second.body).toEqual({ items: made.slice(2) });
    const elsewhere = other.with({ 'ledger-region': 'eu-central-1' });
    expect((await elsewhere.get('/v1/retention-rules')).body).toEqual({ items: [] });
    expect((await elsewhere.get(`/v1/retention-rules?cursor=${first.body.nextCursor}`)).status).toBe(400);

    const auditor = await service.caller(FRIEND, ['auditor']);
    const friend = await service.caller(FRIEND);
    const query = '?owner=777788889999';
    const path = `/v1/retention-rules/${made[0].ruleId}`;
    expect((await auditor.get(`/v1/retention-rules${query}`)).body.items).toEqual(made);
    expect((await auditor.get(path + query)).body).toEqual(made[0]);
    expect((await auditor.post('/v1/retention-rules', rule())).status).toBe(403);
    expect((await friend.get(`/v1/retention-rules${query}`)).body.items).toEqual([]);
    expect((await friend.get(path + query)).status).toBe(404);
    expect((await friend.patch(path, { description: 'mine' })).status).toBe(404);
    expect((await friend.delete(path)).status).toBe(404);
  });

  it('are at most 250', async () => {
    const other = await service.caller('888899990000');
    for (let group = 0; group < 10; group++)
      await Promise.all(Array.from({ length: 25 }, () => other.post('/v1/retention-rules', rule())));
    expect(await other.post('/v1/retention-rules', rule())).toMatchObject({
      status: 422,
      body: { code: 'too-many-retention-rules', ec2Code: 'ServiceQuotaExceededException' },
    });
    expect((await other.get('/v1/retention-rules?limit=1000')).body.items).toHaveLength(250);
  });
});
