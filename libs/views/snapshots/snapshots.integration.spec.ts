import { snapshots as category, type SnapshotCommand } from '#machine-images';
import { wish } from '../../../test/support/ledger';
import {
  OWNER,
  REGION,
  STRANGER,
  viewedLedger,
  type ViewedLedger,
} from '../../../test/support/viewed-ledger';
import { ResourceHistory } from '../resource-history/resource-history.query';
import { Snapshots, type SnapshotFilters } from './snapshots.query';

const viewer = { account: OWNER, mayReadAll: false };
const by = { account: OWNER, administrator: false };

describe('Snapshots', () => {
  let ledger: ViewedLedger;
  let snapshots: Snapshots;
  beforeAll(async () => {
    ledger = await viewedLedger();
    snapshots = new Snapshots(ledger.database);
  });
  afterAll(() => ledger.close());

  let made = 0;
  const record = (snapshotId: string, command: SnapshotCommand) =>
    ledger.writePath.execute(category, snapshotId, command, wish());
  const create = async (volumeId: string): Promise<string> => {
    const snapshotId = `snap-${String(++made).padStart(17, '0')}`;
    const snapshot = { snapshotId, ownerId: OWNER, region: REGION, volumeId, volumeSize: 8, encrypted: true };
    await record(snapshotId, {
      type: 'CreateSnapshot',
      snapshot: { ...snapshot, tags: { n: String(made) } },
    });
    return snapshotId;
  };
  const find = async (snapshotId: string) => {
    await ledger.settled();
    return snapshots.find(snapshotId, viewer);
  };
  const ids = async (filters: Partial<SnapshotFilters>) => {
    await ledger.settled();
    const { items } = await snapshots.list({ viewer, limit: 100, filters: { region: REGION, ...filters } });
    return items.map(({ snapshotId }) => snapshotId);
  };

  it('are pending, completed, held, and gone, and their history says so', async () => {
    const snapshotId = await create('vol-1');
    expect(await find(snapshotId)).toMatchObject({
      state: 'pending',
      volumeId: 'vol-1',
      volumeSize: 8,
      encrypted: true,
      description: null,
      completionTime: null,
    });
    await record(snapshotId, { type: 'CompleteSnapshot', snapshotId, providerId: 'theirs' });
    const completed = await find(snapshotId);
    expect(completed?.state).toBe('completed');
    expect(completed?.completionTime).toBeInstanceOf(Date);
    await record(snapshotId, { type: 'HoldSnapshot', snapshotId, imageId: 'ami-1' });
    await record(snapshotId, { type: 'ReleaseSnapshot', snapshotId, imageId: 'ami-1' });
    expect(await find(snapshotId)).toMatchObject({ state: 'completed', revision: 3 });
    await record(snapshotId, { type: 'ReplaceSnapshotTags', snapshotId, by, tags: { team: 'core' } });
    expect(await find(snapshotId)).toMatchObject({ tags: { team: 'core' } });
    await record(snapshotId, { type: 'DeleteSnapshot', snapshotId, by });
    const deleted = await find(snapshotId);
    expect(deleted?.state).toBe('deleted');
    expect(deleted?.deletionTime).toBeInstanceOf(Date);
    const { items } = await new ResourceHistory(ledger.database).page(snapshotId, {
      order: 'oldest-first',
      limit: 100,
    });
    expect(items.slice(1).map((item) => [item.event, item.after])).toEqual([
      ['SnapshotCompleted', { state: 'completed', providerId: 'theirs' }],
      ['SnapshotHeld', { 'heldBy/ami-1': true }],
      ['SnapshotReleased', { 'heldBy/ami-1': null }],
      ['SnapshotTagged', { 'tags/team': 'core' }],
      ['SnapshotUntagged', { 'tags/n': null }],
      ['SnapshotDeleted', { state: 'deleted' }],
    ]);
  });

  it('say of which snapshot they are copies', async () => {
    const [snapshotId, sourceSnapshotId] = ['snap-copy', 'snap-source'];
    const copy = { snapshotId, sourceSnapshotId, ownerId: OWNER, region: REGION, volumeSize: 8 };
    const snapshot = { ...copy, encrypted: false, tags: {}, createdFor: { imageId: 'ami-1' } };
    await record(snapshotId, { type: 'CreateSnapshot', snapshot });
    expect(await find(snapshotId)).toMatchObject({ sourceSnapshotId, volumeId: null, revision: 1 });
  });

  it('that failed say why', async () => {
    const snapshotId = await create('vol-2');
    await record(snapshotId, { type: 'FailSnapshot', snapshotId, cause: 'no room' });
    expect(await find(snapshotId)).toMatchObject({ state: 'failed', stateMessage: 'no room' });
  });

  it('are found by volume, state and tags, by their owner alone', async () => {
    const [one, other] = [await create('vol-3'), await create('vol-3')];
    await record(other, { type: 'CompleteSnapshot', snapshotId: other, providerId: 'theirs' });
    expect(await ids({ volumeId: 'vol-3' })).toEqual([other, one]);
    expect(await ids({ volumeId: 'vol-3', state: 'pending' })).toEqual([one]);
    expect(await ids({ tags: { n: String(made) } })).toEqual([other]);
    expect(await snapshots.find(one, { account: STRANGER, mayReadAll: false })).toBeUndefined();
  });

  it('that the ledger did not make are not there, though images hold them', async () => {
    await record('snap-x', { type: 'HoldSnapshot', snapshotId: 'snap-x', imageId: 'ami-1' });
    expect(await find('snap-x')).toBeUndefined();
  });
});
