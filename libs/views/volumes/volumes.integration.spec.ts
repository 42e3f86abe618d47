import { volumes as category, type VolumeCommand, type VolumeCreatedData } from '#machine-images';
import { wish } from '../../../test/support/ledger';
import {
  FRIEND,
  OWNER,
  STRANGER,
  viewedLedger,
  type ViewedLedger,
} from '../../../test/support/viewed-ledger';
import { ResourceHistory } from '../resource-history/resource-history.query';
import { Volumes, type VolumeFilters, type VolumeList } from './volumes.query';

const viewerOf = (account: string) => ({ account, mayReadAll: false });
const AUDITOR = { account: '999999999999', mayReadAll: true };
const by = { account: OWNER, administrator: true };
const before = (time: Date): Date => new Date(time.getTime() - 1);

describe('Volumes', () => {
  let ledger: ViewedLedger;
  let volumes: Volumes;
  beforeAll(async () => {
    ledger = await viewedLedger();
    volumes = new Volumes(ledger.database);
  });
  afterAll(() => ledger.close());

  /** Every spec has a region of its own, and sees what it wrote and nothing else. */
  let region: string;
  let made = 0;
  beforeEach(() => (region = `region-${made}`));

  /** Answers when it was recorded; nothing else is recorded in the same millisecond. */
  const record = async (volumeId: string, command: VolumeCommand): Promise<Date> => {
    const { recordedAt } = await ledger.writePath.execute(category, volumeId, command, wish());
    while (Date.now() <= recordedAt!.getTime()) await new Promise((resolve) => setTimeout(resolve, 1));
    return recordedAt!;
  };
  const create = async (overrides: Partial<VolumeCreatedData> = {}): Promise<string> => {
    const volumeId = `vol-${String(++made).padStart(17, '0')}`;
    const volume = {
      volumeId,
      ownerId: OWNER,
      region,
      zone: `${region}a`,
      size: 8,
      encrypted: false,
      tags: {},
    };
    await record(volumeId, { type: 'CreateVolume', volume: { ...volume, volumeType: 'gp3', ...overrides } });
    return volumeId;
  };
  const attach = (volumeId: string, instanceId = 'i-1'): Promise<Date> =>
    record(volumeId, {
      type: 'AttachVolume',
      volumeId,
      by,
      instanceId,
      device: '/dev/sdf',
      zone: `${region}a`,
      deleteOnTermination: true,
    });
  const ids = async (filters: Partial<VolumeFilters> = {}, wanted: Partial<VolumeList> = {}) => {
    await ledger.settled();
    const list = { viewer: viewerOf(OWNER), limit: 100, ...wanted, filters: { region, ...filters } };
    return (await volumes.list(list)).items.map(({ volumeId }) => volumeId);
  };
  const find = async (volumeId: string, asOf?: Date) => {
    await ledger.settled();
    return volumes.find(volumeId, viewerOf(OWNER), asOf);
  };

  it('have everything that they were created with', async () => {
    const volumeId = await create({ iops: 4_000, snapshotId: 'snap-1', tags: { team: 'core' } });
    expect(await find(volumeId)).toMatchObject({
      volumeId,
      ownerId: OWNER,
      region,
      zone: `${region}a`,
      state: 'available',
      size: 8,
      volumeType: 'gp3',
      iops: 4_000,
      throughput: null,
      snapshotId: 'snap-1',
      instanceId: null,
      tags: { team: 'core' },
      revision: 0,
    });
  });

  it('exist for their owner and those who may read all', async () => {
    const volumeId = await create();
    const theirs = await create({ ownerId: FRIEND });
    expect(await ids()).toEqual([volumeId]);
    expect(await ids({}, { viewer: viewerOf(STRANGER) })).toEqual([]);
    expect(await ids({}, { viewer: AUDITOR })).toEqual([theirs, volumeId]);
    expect(await ids({ ownerId: FRIEND }, { viewer: AUDITOR })).toEqual([theirs]);
    expect(await ids({ ownerId: FRIEND })).toEqual([]);
    expect(await volumes.find(volumeId, viewerOf(STRANGER))).toBeUndefined();
    expect(await volumes.find(volumeId, AUDITOR)).toMatchObject({ volumeId });
  });

  it('are found by zone, state, instance, snapshot and tags', async () => {
    const plain = await create({ zone: `${region}b`, tags: { team: 'core', stage: 'prod' } });
    const attached = await create({ snapshotId: 'snap-7' });
    await attach(attached, 'i-7');
    expect(await ids()).toEqual([attached, plain]);
    expect(await ids({ zone: `${region}b` })).toEqual([plain]);
    expect(await ids({ state: 'in-use' })).toEqual([attached]);
    expect(await ids({ state: 'available' })).toEqual([plain]);
    expect(await ids({ instanceId: 'i-7' })).toEqual([attached]);
    expect(await ids({ instanceId: 'i-8' })).toEqual([]);
    expect(await ids({ snapshotId: 'snap-7' })).toEqual([attached]);
    expect(await ids({ tags: { team: 'core' } })).toEqual([plain]);
    expect(await ids({ tags: { team: 'core', stage: 'test' } })).toEqual([]);
    expect(await ids({ region: 'elsewhere' })).toEqual([]);
  });

  it('are what they were before and after each change, as of a time', async () => {
    const volumeId = await create();
    const created = (await find(volumeId))!.creationDate;
    const attached = await attach(volumeId);
    const detached = await record(volumeId, { type: 'DetachVolume', volumeId, by, instanceId: 'i-1' });
    const tags = { a: '1' };
    const tagged = await record(volumeId, { type: 'ReplaceVolumeTags', volumeId, by, tags });
    const untagged = await record(volumeId, { type: 'ReplaceVolumeTags', volumeId, by, tags: {} });
    const deleted = await record(volumeId, { type: 'DeleteVolume', volumeId, by });
    const then = async (asOf: Date): Promise<unknown> => {
      const found = await find(volumeId, asOf);
      const listed = await ids({}, { asOf });
      expect(listed).toEqual(found === undefined || found.state === 'deleted' ? [] : [volumeId]);
      return found && [found.state, found.instanceId, found.device, found.tags];
    };
    expect(await then(before(created))).toBeUndefined();
    expect(await then(created)).toEqual(['available', null, null, {}]);
    expect(await then(attached)).toEqual(['in-use', 'i-1', '/dev/sdf', {}]);
    expect(await then(before(detached))).toEqual(['in-use', 'i-1', '/dev/sdf', {}]);
    expect(await then(detached)).toEqual(['available', null, null, {}]);
    expect(await then(tagged)).toEqual(['available', null, null, { a: '1' }]);
    expect(await then(untagged)).toEqual(['available', null, null, {}]);
    expect(await then(deleted)).toEqual(['deleted', null, null, {}]);
    expect(await ids({ state: 'deleted' })).toEqual([volumeId]);
    expect(await find(volumeId)).toMatchObject({ deletionTime: deleted, stateMessage: null });
  });

  it('that the provider could not make say why', async () => {
    const volumeId = await create();
    await record(volumeId, { type: 'AbandonVolume', volumeId, cause: 'no room' });
    expect(await find(volumeId)).toMatchObject({ state: 'deleted', stateMessage: 'no room' });
  });

  it('have a history that says what each change made of them', async () => {
    const volumeId = await create({ tags: { a: '1' } });
    await attach(volumeId);
    await record(volumeId, { type: 'ReplaceVolumeTags', volumeId, by, tags: {} });
    await record(volumeId, { type: 'AbandonVolume', volumeId, cause: 'no room' });
    await ledger.settled();
    const history = new ResourceHistory(ledger.database);
    const { items } = await history.page(volumeId, { order: 'oldest-first', limit: 100 });
    const attachment = { instanceId: 'i-1', device: '/dev/sdf', deleteOnTermination: true };
    expect(items.slice(1).map((item) => [item.event, item.before, item.after])).toEqual([
      ['VolumeAttached', { state: 'available' }, { state: 'in-use', attachment }],
      ['VolumeUntagged', { 'tags/a': '1' }, { 'tags/a': null }],
      ['VolumeDetached', { state: 'in-use', attachment }, { state: 'available', attachment: null }],
      ['VolumeDeleted', { state: 'available' }, { state: 'deleted', stateMessage: 'no room' }],
    ]);
    expect(items[0]).toMatchObject({ before: {}, after: { size: 8, state: 'available', 'tags/a': '1' } });
  });

  it('are listed page by page, whatever arrives meanwhile', async () => {
    const all = [await create(), await create(), await create()].reverse();
    await ledger.settled();
    const list = { viewer: viewerOf(OWNER), filters: { region }, limit: 2 };
    const first = await volumes.list(list);
    await create();
    await ledger.settled();
    const second = await volumes.list({ ...list, cursor: first.nextCursor! });
    expect([...first.items, ...second.items].map(({ volumeId }) => volumeId)).toEqual(all);
    expect(second.nextCursor).toBeUndefined();
  });
});
