import { after, type Caller } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { OWNER, registration, startService, type Service } from '../support/service';

let database: TestDatabase;
let service: Service;
let owner: Caller;

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.url);
  owner = await service.caller(OWNER);
  await owner.post('/v1/retention-rules', {
    resourceType: 'image',
    retentionPeriod: { unit: 'days', value: 7 },
    resourceTags: [{ key: 'keep' }],
  });
});

afterAll(async () => {
  await service.stop();
  await database.drop();
});

/** Snapshots that the ledger made, of a volume of the owner. */
const snapshots = async (count: number): Promise<string[]> => {
  const volume = await owner.post('/v1/volumes', { zone: 'us-east-1a', size: 8 });
  const made = [];
  for (let index = 0; index < count; index++)
    made.push((await owner.post('/v1/snapshots', { volumeId: volume.body.volumeId })).body.snapshotId);
  return made as string[];
};
const wishFrom = (snapshotIds: readonly string[], changes: object = {}) => {
  const { source, ...wish } = registration(changes) as { source: object };
  const blockDeviceMappings = snapshotIds.map((snapshotId, index) => ({
    deviceName: `/dev/xvd${'abc'.charAt(index)}`,
    ebs: { snapshotId },
  }));
  return { ...wish, name: String(registration()['name']), source: { ...source, blockDeviceMappings } };
};
describe('An image that is deregistered with its snapshots', () => {
  it('takes with it those that nothing else needs', async () => {
    const [own, needed] = await snapshots(2);
    const unknown = 'snap-0000000000000abcd';
    const wish = wishFrom([own!, needed!, unknown], { tags: { keep: '' } });
    const { body: image } = await owner.post('/v1/images', wish);
    await owner.post('/v1/images', wishFrom([needed!]));
    const path = `/v1/images/${image.imageId}`;
    const body = { deleteAssociatedSnapshots: true };
    const gone = await owner.post(`${path}/deregistration`, body, { 'idempotency-key': 'd' });
    expect(gone).toMatchObject({
      status: 200,
      body: {
        state: 'deregistered',
        deleteSnapshotResults: [
          { snapshotId: own, returnCode: 'success' },
          { snapshotId: needed, returnCode: 'skipped' },
          { snapshotId: unknown, returnCode: 'client-error' },
        ],
      },
    });
    const again = await owner.post(`${path}/deregistration`, body, { 'idempotency-key': 'd' });
    expect(again.body).toEqual(gone.body);
    const state = async (id: string) => (await owner.get(`/v1/snapshots/${id}`, after(gone))).body.state;
    expect(await state(own!)).toBe('deleted');
    expect(await state(needed!)).toBe('completed');
    expect(await owner.post(`${path}/restoration`)).toMatchObject({
      status: 409,
      body: {
        code: 'snapshot-deleted',
        ec2Code: 'InvalidSnapshot.NotFound',
        detail: `the snapshot ${own} is deleted`,
      },
    });
    expect((await owner.post('/v1/images', { ...wishFrom([needed!]), name: wish.name })).status).toBe(201);
  });

  it('keeps them unless that is asked for, and cannot lose them afterwards', async () => {
    const [own] = await snapshots(1);
    const { body: image } = await owner.post('/v1/images', wishFrom([own!]));
    const path = `/v1/images/${image.imageId}/deregistration`;
    const gone = await owner.post(path);
    expect(gone.body).not.toHaveProperty('deleteSnapshotResults');
    expect(await owner.post(path, { deleteAssociatedSnapshots: true })).toMatchObject({
      status: 409,
      body: { code: 'image-deregistered' },
    });
    expect((await owner.get(`/v1/snapshots/${own}`, after(gone))).body.state).toBe('completed');
    expect((await owner.delete(`/v1/snapshots/${own}`)).status).toBe(200);
  });
});
