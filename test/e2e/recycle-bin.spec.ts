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
let ruleId: string;

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.url);
  store = eventStoreOf(database.url);
  owner = await service.caller(OWNER);
  friend = await service.caller(FRIEND);
  const rule = await owner.post('/v1/retention-rules', {
    resourceType: 'image',
    retentionPeriod: { unit: 'days', value: 7 },
    resourceTags: [{ key: 'keep' }],
  });
  ({ ruleId } = rule.body);
});

afterAll(async () => {
  await store.close();
  await service.stop();
  await database.drop();
});

const moment = async (): Promise<string> => {
  await new Promise((resolve) => setTimeout(resolve, 5));
  const now = new Date().toISOString();
  await new Promise((resolve) => setTimeout(resolve, 5));
  return now;
};
const inList = async (by: Caller, since: Answer, query: string): Promise<readonly object[]> =>
  (await by.get(`/v1/images?limit=1000&${query}`, after(since))).body.items;

describe('An image in the recycle bin', () => {
  const wish = registration({ tags: { keep: 'yes' } });
  let path: string;
  let imageId: string;
  let deregistered: Answer;
  let [before, during]: string[] = [];

  beforeAll(async () => {
    ({ imageId } = (await owner.post('/v1/images', wish)).body);
    path = `/v1/images/${imageId}`;
    await owner.post(`${path}/launch-permissions`, { add: [{ userId: FRIEND }], reason: 'they build on it' });
    before = await moment();
    deregistered = await owner.post(`${path}/deregistration`, { reason: 'by mistake' });
    during = await moment();
  });

  it('says until when it is there, and by which rule', async () => {
    const retainedUntil = new Date(Date.parse(deregistered.body.retainedUntil));
    expect(deregistered.body).toMatchObject({ state: 'deregistered', retentionRuleId: ruleId });
    const days = (retainedUntil.getTime() - Date.parse(deregistered.body.deregistrationTime)) / 86_400_000;
    expect(days).toBeCloseTo(7, 3);
    expect((await owner.get(path, after(deregistered))).body).toMatchObject({
      retainedUntil: deregistered.body.retainedUntil,
    });
  });

  it('is listed for its owner, and does not exist for those it was shared with', async () => {
    const found = expect.objectContaining({ imageId, retainedUntil: deregistered.body.retainedUntil });
    expect(await inList(owner, deregistered, 'state=deregistered&retained=true')).toEqual([found]);
    expect(await inList(owner, deregistered, 'retained=true')).toEqual([found]);
    expect(await inList(owner, deregistered, 'retained=false')).toEqual([]);
    expect(await inList(friend, deregistered, 'retained=true')).toEqual([]);
    expect(await inList(service.admin, deregistered, 'retained=true')).toEqual([found]);
    expect(await inList(owner, deregistered, `retained=true&asOf=${before}`)).toEqual([]);
    expect((await friend.get(path, after(deregistered))).status).toBe(404);
    const launch = { imageId, minCount: 1, maxCount: 1, instanceType: 't3.micro' };
    expect(await owner.post('/v1/instances', launch)).toMatchObject({
      status: 409,
      body: { code: 'image-deregistered' },
    });
  });

  it('comes back with its name, its snapshots and its launch permissions, once', async () => {
    expect(await friend.post(`${path}/restoration`)).toMatchObject({ status: 404 });
    const tried = await owner.post(`${path}/restoration?dryRun=true`);
    expect(tried.body).toMatchObject({ dryRun: true, wouldRecord: [{ event: 'ImageRestored' }] });
    const restored = await owner.post(
      `${path}/restoration`,
      { reason: 'it was needed' },
      { 'idempotency-key': 'r' },
    );
    expect(restored).toMatchObject({
      status: 200,
      body: { imageId, state: 'available', visibility: 'shared' },
    });
    expect(restored.body).not.toHaveProperty('retainedUntil');
    expect(restored.body).not.toHaveProperty('deregistrationTime');
    const again = await owner.post(
      `${path}/restoration`,
      { reason: 'it was needed' },
      { 'idempotency-key': 'r' },
    );
    expect(again.body).toEqual(restored.body);
    expect((await friend.get(path, after(restored))).body).toEqual(
      expect.not.objectContaining({ retainedUntil: expect.anything() }),
    );
    const list = await inList(friend, restored, 'state=available');
    expect(list).toContainEqual(expect.objectContaining({ imageId }));
    expect(await owner.post('/v1/images', wish)).toMatchObject({
      status: 409,
      body: { code: 'image-name-taken' },
    });
    expect(await owner.post(`${path}/restoration`)).toMatchObject({
      status: 409,
      body: { code: 'image-not-in-recycle-bin', ec2Code: 'InvalidAMIID.Unavailable' },
    });
    expect(await friend.post(`${path}/restoration`)).toMatchObject({ status: 403 });
  });

  it('was there for a while, and the record says so', async () => {
    const access = async (asOf: string) =>
      (await owner.get(`${path}/access?account=${FRIEND}&asOf=${asOf}`)).body;
    expect(await access(before!)).toMatchObject({ allowed: true, grounds: 'account' });
    expect(await access(during!)).toMatchObject({ allowed: false, because: 'image-deregistered' });
    expect(await access(await moment())).toMatchObject({
      allowed: true,
      grounds: 'account',
      reason: 'they build on it',
    });
    expect((await owner.get(`${path}?asOf=${during}`)).body).toMatchObject({
      state: 'deregistered',
      retentionRuleId: ruleId,
    });
    const { items } = (await owner.get(`${path}/history?order=newest-first&limit=2`)).body;
    expect(items).toMatchObject([
      {
        event: 'ImageRestored',
        reason: 'it was needed',
        before: { state: 'deregistered', retentionRuleId: ruleId },
        after: { state: 'available', retainedUntil: null, retentionRuleId: null },
      },
      {
        event: 'ImageDeregistered',
        reason: 'by mistake',
        before: { state: 'available' },
        after: { state: 'deregistered', retentionRuleId: ruleId },
      },
    ]);
    const trail = await owner.get(`/v1/audit/events?resource=${ruleId}`, after(deregistered));
    const told = trail.body.items.map(({ event }: { event: string }) => event);
    expect(told).toEqual(expect.arrayContaining(['RetentionRuleCreated', 'ImageDeregistered']));
  });
});

describe('An image that is not in the recycle bin', () => {
  it('any more is gone: its time is over by itself', async () => {
    const { body: image } = await owner.post('/v1/images', registration());
    const retainedUntil = new Date(Date.now() - 1).toISOString();
    await record(store, `image-${image.imageId}`, [
      {
        type: 'ImageDeregistered',
        schema: 2,
        data: {
          imageId: image.imageId,
          deleteAssociatedSnapshots: false,
          retention: { ruleId, retainedUntil },
        },
      },
    ]);
    const refused = await owner.post(`/v1/images/${image.imageId}/restoration`);
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'retention-over', ec2Code: 'InvalidAMIID.Unavailable' },
    });
    const later = await owner.post('/v1/images', registration());
    const described = await owner.get(`/v1/images/${image.imageId}`, after(later));
    expect(described.body).toMatchObject({ retainedUntil });
    const found = expect.objectContaining({ imageId: image.imageId });
    expect(await inList(owner, later, 'retained=true')).not.toContainEqual(found);
    expect(await inList(owner, later, 'state=deregistered&retained=false')).toContainEqual(found);
  });

  it('because no rule is about it is not restored', async () => {
    const { body: image } = await owner.post('/v1/images', registration());
    const path = `/v1/images/${image.imageId}`;
    const gone = await owner.post(`${path}/deregistration`);
    expect(gone.body).not.toHaveProperty('retainedUntil');
    expect(await owner.post(`${path}/restoration`)).toMatchObject({
      status: 409,
      body: { code: 'image-not-in-recycle-bin' },
    });
    expect((await owner.post('/v1/images/ami-00000000000000000/restoration')).status).toBe(404);
    expect(await owner.post('/v1/images/ami-x/restoration')).toMatchObject({
      status: 400,
      body: { ec2Code: 'InvalidAMIID.Malformed' },
    });
  });
});
