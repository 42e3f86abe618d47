import { EventStoreUnavailable } from '#event-sourcing';
import { wishUnder } from '../../../test/support/wish';
import { ComputeFailure } from '../compute-provider';
import { InvalidField } from '../identifiers';
import { SnapshotHasFailed, SnapshotIsDeleted, SnapshotIsPending, UnknownSnapshot } from '../snapshot/errors';
import { administrator, stranger } from '../snapshot/snapshot.testing';
import { volumes } from '../volume/volume';
import { create } from '../volume/volume.testing';
import { SNAPSHOT, Storage, VOLUME } from './storage.testing';

const outage = new ComputeFailure('Unavailable', 'come back later', true);
const refusal = new ComputeFailure('VolumeLimitExceeded', 'no room', false);
const COPY = 'vol-00000000000000002';

/** A storage with a volume of 20 GiB, and a snapshot of it. */
async function withSnapshot(wish: { encrypted?: boolean } = {}): Promise<Storage> {
  const storage = new Storage();
  await storage.createVolume({ size: 20, ...wish });
  await storage.createSnapshot();
  return storage;
}

describe('Making a volume', () => {
  it('records it and makes it at the provider, once', async () => {
    const storage = new Storage();
    const first = await storage.createVolume({ size: 20 });
    expect(first.events).toMatchObject([{ type: 'VolumeCreated', data: { encrypted: false } }]);
    expect(first.state).toMatchObject({ lifecycle: 'available', created: { size: 20, volumeType: 'gp2' } });
    const again = await storage.restarted().createVolume({ size: 20 });
    expect([again.state, again.revision]).toEqual([first.state, first.revision]);
    await storage.restarted().reactToEverything();
    expect(storage.recordedTypes).toEqual(['VolumeCreated']);
    expect(storage.provider.performed).toEqual(['createVolume']);
  });

  it('needs a size when it comes from nothing that is known', async () => {
    const storage = new Storage();
    const unknown = { volumeId: VOLUME, region: 'us-east-1', zone: 'us-east-1a', tags: {} };
    const create = (wish: object) =>
      storage.volumes.create({ ...unknown, ...wish }, administrator, wishUnder('v'), {});
    await expect(create({})).rejects.toMatchObject({
      code: 'invalid-field',
      pointer: '/size',
      message: 'a volume needs a size',
    });
    await expect(create({ snapshotId: SNAPSHOT })).rejects.toThrow(InvalidField);
    const { state } = await create({ snapshotId: SNAPSHOT, size: 5 });
    expect(state).toMatchObject({ created: { size: 5, snapshotId: SNAPSHOT, encrypted: false } });
  });

  it('from a snapshot is as large as it at least, and as encrypted', async () => {
    const storage = await withSnapshot({ encrypted: true });
    const from = (wish: object, key: string) =>
      storage.createVolume({ volumeId: COPY, snapshotId: SNAPSHOT, ...wish }, { key });
    await expect(from({ size: 19 }, 'small')).rejects.toMatchObject({
      code: 'invalid-field',
      pointer: '/size',
      message: 'a volume is at least as large as its snapshot: 20 GiB',
    });
    const { state } = await from({}, 'fits');
    expect(state).toMatchObject({ created: { size: 20, encrypted: true, snapshotId: SNAPSHOT } });
  });

  it('from a snapshot that is not completed, not its own, or elsewhere is refused', async () => {
    const storage = new Storage();
    await storage.createVolume();
    storage.provider.failNext('createSnapshot', outage);
    await storage.createSnapshot();
    const from = (wish: object = {}, by = administrator) =>
      storage.createVolume({ volumeId: COPY, snapshotId: SNAPSHOT, ...wish }, { key: 'c', by });
    await expect(from()).rejects.toThrow(SnapshotIsPending);
    await storage.reactToEverything();
    await expect(from({}, stranger)).rejects.toThrow(UnknownSnapshot);
    await expect(from({ region: 'eu-west-1', zone: 'eu-west-1a' })).rejects.toThrow(UnknownSnapshot);
    await storage.deleteSnapshot();
    await expect(from()).rejects.toThrow(SnapshotIsDeleted);
  });

  it('from a snapshot that failed is refused', async () => {
    const storage = new Storage();
    await storage.createVolume();
    storage.provider.failNext('createSnapshot', refusal);
    await storage.createSnapshot();
    const wish = storage.createVolume({ volumeId: COPY, snapshotId: SNAPSHOT }, { key: 'c' });
    await expect(wish).rejects.toThrow(SnapshotHasFailed);
  });

  it('answers the same when it is repeated after its snapshot has gone', async () => {
    const storage = await withSnapshot();
    const wish = { volumeId: COPY, snapshotId: SNAPSHOT };
    const first = await storage.createVolume(wish, { key: 'c' });
    await storage.deleteSnapshot();
    const again = await storage.restarted().createVolume(wish, { key: 'c' });
    expect(again.state).toEqual(first.state);
  });

  it('records nothing in a dry run, and asks nothing of the provider', async () => {
    const storage = new Storage();
    const { events } = await storage.createVolume({}, { options: { dryRun: true } });
    expect(events).toMatchObject([{ type: 'VolumeCreated' }]);
    expect([storage.recordedTypes, storage.provider.performed]).toEqual([[], []]);
  });

  it('is made by the process manager when the provider was out, or the request died', async () => {
    const storage = new Storage();
    storage.provider.failNext('createVolume', outage);
    await storage.createVolume();
    expect(storage.provider.performed).toEqual([]);
    await storage.restarted().reactToEverything();
    expect(storage.provider.performed).toEqual(['createVolume']);

    const other = new Storage();
    other.store.failNext({ recorded: true });
    await expect(other.createVolume()).rejects.toThrow(EventStoreUnavailable);
    await other.restarted().reactToEverything();
    expect([other.recordedTypes, other.provider.performed]).toEqual([['VolumeCreated'], ['createVolume']]);
  });

  it('that the provider cannot make is deleted, with the cause, and answered so again', async () => {
    const storage = new Storage();
    storage.provider.failNext('createVolume', refusal);
    const { state, revision } = await storage.createVolume();
    expect(state).toMatchObject({ lifecycle: 'deleted', cause: 'VolumeLimitExceeded: no room' });
    const again = await storage.restarted().createVolume();
    expect([again.state, again.revision]).toEqual([state, revision]);
    await storage.restarted().reactToEverything();
    expect(storage.recordedTypes).toEqual(['VolumeCreated', 'VolumeDeleted']);
    expect(storage.provider.performed).toEqual([]);
  });

  it('that a launch makes is left to the launch', async () => {
    const storage = new Storage();
    const command = create({ createdFor: { instanceId: 'i-1', device: '/dev/xvda' } });
    await storage.writePath.execute(volumes, VOLUME, command, wishUnder('launch'));
    await storage.reactToEverything();
    expect(storage.provider.performed).toEqual([]);
  });
});

describe('Deleting a volume', () => {
  it('deletes it at the provider, once', async () => {
    const storage = new Storage();
    await storage.createVolume();
    expect((await storage.deleteVolume()).state).toMatchObject({ lifecycle: 'deleted' });
    await storage.restarted().deleteVolume('other');
    await storage.restarted().reactToEverything();
    expect(storage.provider.performed).toEqual(['createVolume', 'deleteVolume']);
  });

  it('is done when the provider is out, and finished there by the process manager', async () => {
    const storage = new Storage();
    await storage.createVolume();
    storage.provider.failNext('deleteVolume', outage);
    expect((await storage.deleteVolume()).state).toMatchObject({ lifecycle: 'deleted' });
    await storage.restarted().reactToEverything();
    expect(storage.provider.performed).toEqual(['createVolume', 'deleteVolume']);
  });

  it('while it is being made leaves nothing at the provider', async () => {
    const storage = new Storage();
    const { createVolume } = storage.provider;
    jest.spyOn(storage.provider, 'createVolume').mockImplementation(async (wanted) => {
      await storage.restarted().deleteVolume();
      return createVolume.call(storage.provider, wanted);
    });
    await storage.createVolume();
    expect(storage.provider.performed).toEqual(['deleteVolume', 'createVolume', 'deleteVolume']);
  });

  it('stays done when the provider refuses for good, and asks nothing in a dry run', async () => {
    const storage = new Storage();
    await storage.createVolume();
    await storage.deleteVolume('dry', { dryRun: true });
    expect(storage.recordedTypes).toEqual(['VolumeCreated']);
    storage.provider.failNext('deleteVolume', refusal);
    expect((await storage.deleteVolume()).state).toMatchObject({ lifecycle: 'deleted' });
    expect(storage.provider.performed).toEqual(['createVolume']);
  });
});
