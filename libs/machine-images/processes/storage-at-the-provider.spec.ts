import { ComputeFailure } from '../compute-provider';
import { adopt as adoptSnapshot } from '../snapshot/adoption.testing';
import { snapshots } from '../snapshot/snapshot';
import { adopt as adoptVolume } from '../volume/adoption.testing';
import { volumes } from '../volume/volume';
import { wishUnder } from '../../../test/support/wish';
import { SNAPSHOT, Storage, VOLUME } from './storage.testing';

const outage = new ComputeFailure('Unavailable', 'come back later', true);
const tags = { team: 'core' };
const operation = { operationId: expect.any(String) as string, region: 'us-east-1' };

async function withSnapshot(): Promise<Storage> {
  const storage = new Storage();
  await storage.createVolume();
  await storage.createSnapshot();
  return storage;
}

/** What is seen later than anything else is on record. */
const seenSince = async (storage: Storage): Promise<void> => {
  const at = new Date('2100-01-01T00:00:00.000Z');
  const place = { ownerId: '111122223333', region: 'us-east-1' };
  const snapshot = adoptSnapshot({ ...place, snapshotId: SNAPSHOT, volumeId: VOLUME }, at);
  const volume = adoptVolume({ ...place, volumeId: VOLUME, volumeType: 'gp2' }, at);
  await storage.writePath.execute(
    snapshots,
    SNAPSHOT,
    { ...snapshot, snapshotId: SNAPSHOT },
    wishUnder('seen'),
  );
  await storage.writePath.execute(volumes, VOLUME, { ...volume, volumeId: VOLUME }, wishUnder('seen'));
};

describe('The provider is asked', () => {
  it('for a volume, with all that is to be made of it and nothing that is the ledger’s alone', async () => {
    const storage = new Storage();
    const asked = jest.spyOn(storage.provider, 'createVolume');
    const rates = { volumeType: 'gp3', iops: 4_000, throughput: 200 } as const;
    await storage.createVolume({ size: 20, encrypted: true, tags, ...rates });
    const wanted = { volumeId: VOLUME, zone: 'us-east-1a', size: 20, encrypted: true, tags, ...rates };
    expect(asked.mock.calls).toStrictEqual([[{ ...operation, ...wanted }]]);
  });

  it('for a snapshot, with its description, or an empty one', async () => {
    const storage = await withSnapshot();
    const asked = jest.spyOn(storage.provider, 'createSnapshot');
    const others = ['snap-1', 'snap-2'];
    await storage.createSnapshot({ snapshotId: others[0]!, description: 'before', tags }, { key: 's2' });
    await storage.createSnapshot({ snapshotId: others[1]! }, { key: 's3' });
    expect(asked.mock.calls).toStrictEqual([
      [{ ...operation, snapshotId: 'snap-1', volumeId: VOLUME, description: 'before', tags }],
      [{ ...operation, snapshotId: 'snap-2', volumeId: VOLUME, description: '', tags: {} }],
    ]);
  });

  it('to delete a snapshot, and a volume, where they are', async () => {
    const storage = await withSnapshot();
    const snapshot = jest.spyOn(storage.provider, 'deleteSnapshot');
    const volume = jest.spyOn(storage.provider, 'deleteVolume');
    await storage.deleteSnapshot();
    await storage.deleteVolume();
    expect(snapshot.mock.calls).toStrictEqual([[{ ...operation, snapshotId: SNAPSHOT }]]);
    expect(volume.mock.calls).toStrictEqual([[{ ...operation, volumeId: VOLUME }]]);
  });

  it('nothing by a dry run, also of what is on record and not made yet', async () => {
    const storage = new Storage();
    storage.provider.failNext('createVolume', outage);
    await storage.createVolume();
    await storage.createVolume({}, { options: { dryRun: true } });
    storage.provider.failNext('createSnapshot', outage);
    await storage.createSnapshot();
    await storage.createSnapshot({}, { options: { dryRun: true } });
    expect(storage.provider.performed).toEqual([]);
    expect(storage.recordedTypes).toEqual(['VolumeCreated', 'SnapshotCreated']);
  });

  it('nothing about a snapshot that is completed, when it is asked for once more', async () => {
    const { store } = await withSnapshot();
    const storage = new Storage(store);
    await storage.createSnapshot();
    expect(storage.provider.performed).toEqual([]);
  });

  it('again for as long as it is out, to delete what is deleted', async () => {
    const storage = await withSnapshot();
    for (const call of ['deleteSnapshot', 'deleteVolume'] as const)
      for (let attempt = 0; attempt < 2; attempt++) storage.provider.failNext(call, outage);
    await storage.deleteSnapshot();
    await storage.deleteVolume();
    for (let attempt = 0; attempt < 2; attempt++)
      await expect(storage.restarted().reactToEverything()).rejects.toThrow(outage);
    await storage.restarted().reactToEverything();
    expect(storage.provider.performed.slice(2).sort()).toEqual(['deleteSnapshot', 'deleteVolume']);
  });
});

describe('What the provider calls a snapshot', () => {
  it.each([
    ['is what it is completed with', { [SNAPSHOT]: 'snap-of-its-own' }, 'snap-of-its-own'],
    ['is what the ledger calls it, if it says nothing', {}, SNAPSHOT],
  ])('%s', async (_, providerIds, providerId) => {
    const storage = new Storage();
    await storage.createVolume();
    const answer = { operationId: 'one', providerIds };
    jest.spyOn(storage.provider, 'createSnapshot').mockResolvedValueOnce(answer);
    expect((await storage.createSnapshot()).state.made).toMatchObject({ providerId });
  });
});

describe('What was seen since, before the provider could be asked', () => {
  it('to be completed, is not made once more', async () => {
    const storage = new Storage();
    await storage.createVolume();
    storage.provider.failNext('createSnapshot', outage);
    await storage.createSnapshot();
    await seenSince(storage);
    const before = storage.recordedTypes;
    await storage.restarted().reactToEverything();
    expect(storage.recordedTypes).toEqual(before);
    expect(storage.provider.performed).toEqual(['createVolume']);
  });

  it('to be there, is not deleted any more', async () => {
    const storage = await withSnapshot();
    storage.provider.failNext('deleteSnapshot', outage);
    storage.provider.failNext('deleteVolume', outage);
    await storage.deleteSnapshot();
    await storage.deleteVolume();
    await seenSince(storage);
    await storage.restarted().reactToEverything();
    expect(storage.provider.performed).toEqual(['createVolume', 'createSnapshot']);
  });
});
