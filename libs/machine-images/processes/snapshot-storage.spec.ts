import { EventStoreUnavailable } from '#event-sourcing';
import { ComputeFailure } from '../compute-provider';
import { administrator, stranger } from '../snapshot/snapshot.testing';
import { SnapshotInUse } from '../snapshot/errors';
import { snapshots } from '../snapshot/snapshot';
import { wishUnder } from '../../../test/support/wish';
import { SNAPSHOT, Storage, VOLUME } from './storage.testing';

const outage = new ComputeFailure('Unavailable', 'come back later', true);
const refusal = new ComputeFailure('SnapshotLimitExceeded', 'no room', false);

async function withVolume(): Promise<Storage> {
  const storage = new Storage();
  await storage.createVolume({ size: 20, encrypted: true });
  return storage;
}

const lifecycle = ({ state }: { state: { made?: { lifecycle: string } } }) => state.made?.lifecycle;

describe('Making a snapshot', () => {
  it('takes over what the volume is, and completes it at once where the provider is quick', async () => {
    const storage = await withVolume();
    const { state } = await storage.createSnapshot({ description: 'before' });
    expect(state.made).toMatchObject({
      lifecycle: 'completed',
      providerId: SNAPSHOT,
      created: { volumeId: VOLUME, volumeSize: 20, encrypted: true, description: 'before' },
    });
    expect(storage.recordedTypes.slice(1)).toEqual(['SnapshotCreated', 'SnapshotCompleted']);
  });

  it('belongs to the owner of the volume, also when an administrator asks for it', async () => {
    const storage = await withVolume();
    const { state } = await storage.createSnapshot({}, { by: administrator });
    expect(state.made?.created.ownerId).toBe('111122223333');
  });

  it('is refused for a volume that is not there, is another’s, or is deleted', async () => {
    const storage = await withVolume();
    const unknown = storage.createSnapshot({ volumeId: 'vol-1' });
    const pointer = '/volumeId';
    const refused = { code: 'unknown-volume', pointer };
    await expect(unknown).rejects.toMatchObject({ ...refused, isHidden: false });
    const asked = storage.createSnapshot({}, { by: stranger });
    await expect(asked).rejects.toMatchObject({ ...refused, isHidden: true });
    await storage.deleteVolume();
    await expect(storage.createSnapshot()).rejects.toMatchObject({ code: 'volume-deleted', pointer });
    expect(storage.recordedTypes).toEqual(['VolumeCreated', 'VolumeDeleted']);
  });

  it('answers the same when it is repeated, also when the volume is gone', async () => {
    const storage = await withVolume();
    const first = await storage.createSnapshot();
    await storage.deleteVolume();
    const before = storage.recordedTypes;
    const again = await storage.restarted().createSnapshot();
    expect([again.state, again.revision]).toEqual([first.state, first.revision]);
    expect(storage.recordedTypes).toEqual(before);
  });

  it('records nothing in a dry run, and asks nothing of the provider', async () => {
    const storage = await withVolume();
    const { events } = await storage.createSnapshot({}, { options: { dryRun: true } });
    expect(events).toMatchObject([{ type: 'SnapshotCreated' }]);
    expect(storage.recordedTypes).toEqual(['VolumeCreated']);
    expect(storage.provider.performed).toEqual(['createVolume']);
  });

  it('is pending while the provider is out, and finished by the process manager', async () => {
    const storage = await withVolume();
    for (let attempt = 0; attempt < 2; attempt++) storage.provider.failNext('createSnapshot', outage);
    expect(lifecycle(await storage.createSnapshot())).toBe('pending');
    await expect(storage.restarted().reactToEverything()).rejects.toThrow(outage);
    await storage.restarted().reactToEverything();
    expect(storage.recordedTypes.slice(1)).toEqual(['SnapshotCreated', 'SnapshotCompleted']);
    expect(lifecycle(await storage.restarted().createSnapshot())).toBe('completed');
  });

  it('fails for the cause that the provider names, and answers so again', async () => {
    const storage = await withVolume();
    storage.provider.failNext('createSnapshot', refusal);
    const { state } = await storage.createSnapshot();
    expect(state.made).toMatchObject({ lifecycle: 'failed', cause: 'SnapshotLimitExceeded: no room' });
    expect((await storage.restarted().createSnapshot()).state).toEqual(state);
    await storage.restarted().reactToEverything();
    expect(storage.recordedTypes.slice(1)).toEqual(['SnapshotCreated', 'SnapshotFailed']);
  });

  it('says so when something else than the provider’s word went wrong', async () => {
    const storage = await withVolume();
    jest.spyOn(storage.provider, 'createSnapshot').mockRejectedValueOnce(new TypeError('a slip'));
    await expect(storage.createSnapshot()).rejects.toThrow('a slip');
  });

  it.each([
    { after: 1, recorded: false },
    { after: 1, recorded: true },
    { after: 0, recorded: true },
  ])('is finished once after a crash at %j', async (crash) => {
    const storage = await withVolume();
    storage.store.failNext(crash);
    await expect(storage.createSnapshot()).rejects.toThrow(EventStoreUnavailable);
    await storage.restarted().reactToEverything();
    await storage.restarted().reactToEverything();
    expect(storage.recordedTypes.slice(1)).toEqual(['SnapshotCreated', 'SnapshotCompleted']);
    expect(storage.provider.performed).toEqual(['createVolume', 'createSnapshot']);
    expect(lifecycle(await storage.restarted().createSnapshot())).toBe('completed');
  });

  it('leaves alone what comes from no volume', async () => {
    const storage = new Storage();
    const snapshot = { snapshotId: SNAPSHOT, ownerId: '1', region: 'r', volumeSize: 1, encrypted: false };
    const command = { type: 'CreateSnapshot', snapshot: { ...snapshot, tags: {} } } as const;
    await storage.writePath.execute(snapshots, SNAPSHOT, command, wishUnder('import'));
    await storage.reactToEverything();
    expect(storage.recordedTypes).toEqual(['SnapshotCreated']);
  });
});

describe('Deleting a snapshot', () => {
  const withSnapshot = async (): Promise<Storage> => {
    const storage = await withVolume();
    await storage.createSnapshot();
    return storage;
  };

  it('deletes it at the provider, once', async () => {
    const storage = await withSnapshot();
    expect(lifecycle(await storage.deleteSnapshot())).toBe('deleted');
    await storage.restarted().deleteSnapshot('other');
    await storage.restarted().reactToEverything();
    expect(storage.provider.performed.slice(2)).toEqual(['deleteSnapshot']);
  });

  it('is done when the provider is out, and finished there by the process manager', async () => {
    const storage = await withSnapshot();
    storage.provider.failNext('deleteSnapshot', outage);
    expect(lifecycle(await storage.deleteSnapshot())).toBe('deleted');
    expect(storage.provider.performed.slice(2)).toEqual([]);
    await storage.restarted().reactToEverything();
    expect(storage.provider.performed.slice(2)).toEqual(['deleteSnapshot']);
  });

  it('stays done when the provider refuses for good, and holds up nobody', async () => {
    const storage = await withSnapshot();
    for (let attempt = 0; attempt < 2; attempt++) storage.provider.failNext('deleteSnapshot', refusal);
    expect(lifecycle(await storage.deleteSnapshot())).toBe('deleted');
    await storage.restarted().reactToEverything();
    expect(storage.recordedTypes.at(-1)).toBe('SnapshotDeleted');
  });

  it('asks nothing of the provider in a dry run or when it is refused', async () => {
    const storage = await withSnapshot();
    await storage.deleteSnapshot('dry', { dryRun: true });
    const hold = { type: 'HoldSnapshot', snapshotId: SNAPSHOT, imageId: 'ami-1' } as const;
    await storage.writePath.execute(snapshots, SNAPSHOT, hold, wishUnder('hold'));
    await expect(storage.deleteSnapshot()).rejects.toThrow(SnapshotInUse);
    expect(storage.provider.performed).toEqual(['createVolume', 'createSnapshot']);
  });

  it('and holding it: exactly one of the two happens', async () => {
    const storage = await withSnapshot();
    const hold = { type: 'HoldSnapshot', snapshotId: SNAPSHOT, imageId: 'ami-1' } as const;
    const outcomes = await Promise.allSettled([
      storage.deleteSnapshot(),
      storage.restarted().writePath.execute(snapshots, SNAPSHOT, hold, wishUnder('hold')),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});
