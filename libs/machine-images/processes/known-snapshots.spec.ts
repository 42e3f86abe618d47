import { wishUnder } from '../../../test/support/wish';
import { owner } from '../image/image.testing';
import { adopt } from '../instance/adoption.testing';
import { instances } from '../instance/instance';
import { INSTANCE, ROOT_VOLUME } from '../instance/instance.testing';
import { snapshots } from '../snapshot/snapshot';
import { volumes } from '../volume/volume';
import { Compute } from './compute.testing';
import { anotherImage, fromImage, launched } from './root-volume-replacement.testing';

const [OF_IMAGE, OF_NEW_IMAGE, OTHER] = [1, 2, 3].map((n) => `snap-${String(n).padStart(17, '0')}`) as [
  string,
  string,
  string,
];

const remove = (compute: Compute, snapshotId: string) =>
  compute.writePath.execute(
    snapshots,
    snapshotId,
    { type: 'DeleteSnapshot', snapshotId, by: owner },
    wishUnder(`delete ${snapshotId}`),
  );

describe('What the ledger knows of a snapshot', () => {
  it('decides how large and how encrypted the volumes of a launch are, of the image and of the wish', async () => {
    const compute = await Compute.withImage();
    await compute.createSnapshot(OF_IMAGE, { encrypted: true });
    await compute.createSnapshot(OTHER, { volumeSize: 40 });
    const more = { deviceName: '/dev/sdf', ebs: { snapshotId: OTHER } };
    const { outcome } = await compute.launch({ maxCount: 1, blockDeviceMappings: [more] });
    if (outcome.state.kind === 'unknown') throw new Error('nothing was launched');
    const [{ volumeIds } = { volumeIds: [] }] = outcome.state.requested.instances;
    const made = await Promise.all(volumeIds.map((volumeId) => compute.volume(volumeId)));
    expect(made.map(({ created: { size, encrypted } }) => [size, encrypted])).toEqual([
      [8, true],
      [10, false],
      [40, false],
    ]);
  });

  it('decides the same of a root volume from an image', async () => {
    const { compute, instanceId } = await launched();
    await anotherImage(compute);
    await compute.createSnapshot(OF_NEW_IMAGE, { volumeSize: 12, encrypted: true });
    const { state } = await compute.replaceRoot(instanceId, fromImage);
    expect(state).toMatchObject({ replacement: { requested: { volume: { size: 16, encrypted: true } } } });
  });

  it('decides whether a root volume can be made from it: that of the image, or of the launch', async () => {
    const { compute, instanceId } = await launched();
    await anotherImage(compute);
    for (const snapshotId of [OF_IMAGE, OF_NEW_IMAGE]) {
      await compute.createSnapshot(snapshotId);
      await remove(compute, snapshotId);
    }
    const before = compute.recorded;
    await expect(compute.replaceRoot(instanceId)).rejects.toMatchObject({ code: 'snapshot-deleted' });
    await expect(compute.replaceRoot(instanceId, fromImage)).rejects.toMatchObject({
      code: 'image-snapshots-lost',
      pointer: '/imageId',
    });
    expect(compute.recorded).toEqual(before);
  });

  it('decides it of an adopted instance too, whose launch nobody saw', async () => {
    const compute = await Compute.withImage();
    await compute.writePath.execute(instances, INSTANCE, adopt(), wishUnder('adopt'));
    const place = { ownerId: owner.account, region: 'us-east-1', zone: 'us-east-1a', tags: {} };
    const content = { size: 8, volumeType: 'gp2', encrypted: false, snapshotId: OF_IMAGE } as const;
    const volume = { volumeId: ROOT_VOLUME, ...place, ...content };
    await compute.writePath.execute(
      volumes,
      ROOT_VOLUME,
      { type: 'CreateVolume', volume },
      wishUnder('root'),
    );
    await compute.createSnapshot(OF_IMAGE);
    await remove(compute, OF_IMAGE);
    await expect(compute.replaceRoot(INSTANCE)).rejects.toMatchObject({ code: 'snapshot-deleted' });
  });
});
