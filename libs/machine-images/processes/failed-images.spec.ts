import { ComputeFailure } from '../compute-provider';
import { ImageHasFailed } from '../image/errors';
import { ImageNameIsTaken } from '../image-name/errors';
import { Creation, MADE } from './creation.testing';

const outage = new ComputeFailure('Unavailable', 'come back later', true);
const refusal = new ComputeFailure('SnapshotLimitExceeded', 'no room', false);

describe('An image that the provider', () => {
  it('cannot make has failed, keeps its name and snapshots until it is deregistered, and is nobody’s to launch', async () => {
    const creation = await Creation.withInstance();
    creation.provider.failNext('createImage', refusal);
    const { state } = await creation.create();
    expect(state).toMatchObject({ lifecycle: 'failed', cause: 'SnapshotLimitExceeded: no room' });
    expect(await creation.snapshotsOf()).toMatchObject([
      { lifecycle: 'failed', cause: 'SnapshotLimitExceeded: no room' },
      { lifecycle: 'failed' },
    ]);
    await expect(
      creation.compute.launch({ source: { kind: 'image', imageId: MADE }, launchId: 'r-2' }, 'l2'),
    ).rejects.toThrow(ImageHasFailed);
    await expect(creation.create({ imageId: 'ami-00000000000000001' }, 'c2')).rejects.toThrow(
      ImageNameIsTaken,
    );
    await creation.restarted().reactToEverything();
    expect(creation.provider.performed).not.toContain('createImage');
    expect((await creation.create()).state).toEqual(state);
    await creation.deregister();
    const { state: other } = await creation.create({ imageId: 'ami-00000000000000001' }, 'c2');
    expect(other).toMatchObject({ lifecycle: 'available' });
  });

  it('makes in part has failed; the snapshots that were made stay', async () => {
    const creation = await Creation.withInstance();
    jest
      .spyOn(creation.provider, 'createImage')
      .mockImplementation(({ operationId, snapshots: [one] }) =>
        Promise.resolve({ operationId, providerIds: { [one!.snapshotId]: 'theirs' } }),
      );
    const { state } = await creation.create();
    expect(state).toMatchObject({ lifecycle: 'failed', cause: expect.stringContaining(MADE) as string });
    expect(await creation.snapshotsOf()).toMatchObject([
      { lifecycle: 'completed', providerId: 'theirs' },
      { lifecycle: 'failed' },
    ]);
  });

  it('does not answer for is pending, and becomes available when it does', async () => {
    const creation = await Creation.withInstance();
    creation.provider.failNext('createImage', outage);
    expect((await creation.create()).state).toMatchObject({ lifecycle: 'pending' });
    // Its snapshots are made with it, by nobody else.
    await creation.react(creation.storage);
    expect(creation.provider.performed).not.toContain('createSnapshot');
    creation.provider.failNext('createImage', outage);
    await expect(creation.restarted().reactToEverything()).rejects.toBe(outage);
    await creation.restarted().reactToEverything();
    expect(await creation.image()).toMatchObject({ lifecycle: 'available' });
    expect((await creation.create()).state).toMatchObject({ lifecycle: 'available' });
    expect(creation.types.filter((type) => type === 'InstanceRebooted')).toHaveLength(1);
  });

  it('made although its answer was lost is looked up, not made again', async () => {
    const creation = await Creation.withInstance();
    creation.provider.failNext('createImage', outage, { done: true });
    await creation.create();
    await creation.restarted().reactToEverything();
    expect(creation.provider.performed.filter((call) => call === 'createImage')).toHaveLength(1);
    expect(await creation.image()).toMatchObject({ lifecycle: 'available' });
  });

  it('is not asked for once it is deregistered while it is pending', async () => {
    const creation = await Creation.withInstance();
    creation.provider.failNext('createImage', outage);
    await creation.create();
    await creation.deregister();
    await creation.restarted().reactToEverything();
    expect(creation.provider.performed).not.toContain('createImage');
    expect(await creation.snapshotsOf()).toMatchObject([
      { lifecycle: 'failed', cause: 'its image was deregistered before it was made' },
      { lifecycle: 'failed' },
    ]);
    expect(await creation.image()).toMatchObject({ lifecycle: 'deregistered' });
  });
});
