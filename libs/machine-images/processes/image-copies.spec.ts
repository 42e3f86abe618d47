import { ComputeFailure } from '../compute-provider';
import { ImageHasFailed, ImageIsDeregistered, ImageStorageNotShared, UnknownImage } from '../image/errors';
import { account, deregister, grant, IMAGE, owner, stranger, TODAY } from '../image/image.testing';
import { Creation, MADE } from './creation.testing';

const refusal = new ComputeFailure('SnapshotLimitExceeded', 'no room', false);

describe('A copy of an image', () => {
  const copy = { kind: 'copy', region: 'eu-central-1' } as const;

  it('is another image, in another region, of snapshots of its own', async () => {
    const creation = await Creation.withInstance();
    const { state } = await creation.create({ ...copy, description: 'for Frankfurt' });
    expect(creation.types).toEqual([
      'ImageNameClaimed',
      ...['SnapshotCreated', 'SnapshotHeld'],
      'ImageCreated',
      'SnapshotCompleted',
      'ImageBecameAvailable',
    ]);
    expect(state).toMatchObject({
      lifecycle: 'available',
      tags: {},
      created: {
        region: 'eu-central-1',
        origin: { kind: 'copy', imageId: IMAGE, region: 'us-east-1' },
        blockDeviceMappings: [{ ebs: { volumeSize: 8 } }, { ebs: { volumeSize: 10 } }],
      },
    });
    const [made] = await creation.snapshotsOf();
    expect(made).toMatchObject({
      lifecycle: 'completed',
      created: {
        region: 'eu-central-1',
        sourceSnapshotId: 'snap-00000000000000001',
        volumeSize: 8,
        createdFor: { imageId: MADE },
      },
    });
    expect(made?.created).not.toHaveProperty('volumeId');
    expect(creation.provider.performed).toEqual(['launchInstances', 'copyImage']);
  });

  it('takes over tags only when it is asked to, and no launch permissions', async () => {
    const creation = await Creation.withInstance();
    const { compute } = creation;
    await compute.change(
      { type: 'ReplaceTags', imageId: IMAGE, by: owner, at: TODAY, tags: { a: '1', b: '2' } },
      'tags',
    );
    await compute.change(grant(account(stranger.account)), 'grant');
    const { state } = await creation.create({ ...copy, copyImageTags: true, tags: { b: '3' } });
    expect(state).toMatchObject({ tags: { a: '1', b: '3' } });
    expect(state.kind === 'existing' && state.launchPermissions.size).toBe(0);
  });

  it('of a copy says the sizes that the ledger knows', async () => {
    const creation = await Creation.withInstance();
    await creation.create();
    const imageId = 'ami-00000000000000001';
    await creation.create({ ...copy, imageId, sourceImageId: MADE }, 'c2');
    expect(await creation.snapshotsOf(imageId)).toMatchObject([
      { created: { volumeSize: 8 } },
      { created: { volumeSize: 10 } },
    ]);
  });

  it('is its owner’s to make; who may launch it hears so, and others do not hear of it', async () => {
    const creation = await Creation.withInstance();
    const by = (who: typeof owner) => creation.create(copy, 'c1', {}, who).catch((error: unknown) => error);
    expect(await by(stranger)).toMatchObject({ code: 'unknown-image', pointer: '/imageId', isHidden: true });
    await creation.compute.change(grant(account(stranger.account)), 'grant');
    expect(await by(stranger)).toBeInstanceOf(ImageStorageNotShared);
    await expect(creation.create({ ...copy, sourceRegion: 'eu-central-1' })).rejects.toThrow(UnknownImage);
    await expect(creation.create({ ...copy, sourceImageId: 'ami-00000000' })).rejects.toThrow(UnknownImage);
    await creation.compute.change(deregister(), 'gone');
    const gone = await creation.create(copy).catch((error: unknown) => error);
    expect(gone).toBeInstanceOf(ImageIsDeregistered);
    expect(gone).toMatchObject({ pointer: '/imageId' });
    expect(await by(stranger)).toMatchObject({ code: 'unknown-image', isHidden: true });
  });

  it('has failed when the provider cannot make it', async () => {
    const creation = await Creation.withInstance();
    creation.provider.failNext('copyImage', refusal);
    expect((await creation.create(copy)).state).toMatchObject({ lifecycle: 'failed' });
    await expect(
      creation.create(
        {
          ...copy,
          sourceRegion: 'eu-central-1',
          region: 'us-east-1',
          sourceImageId: MADE,
          imageId: 'ami-00000000000000001',
        },
        'c2',
      ),
    ).rejects.toThrow(ImageHasFailed);
  });
});
