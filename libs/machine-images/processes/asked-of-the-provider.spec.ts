import { IMAGE } from '../image/image.testing';
import { Compute } from './compute.testing';
import { Creation, MADE } from './creation.testing';
import { anotherImage, fromImage, launched, NEW_IMAGE } from './root-volume-replacement.testing';

const operation = { operationId: expect.any(String) as string, region: 'us-east-1' };

/** What the provider was asked by these calls, whole. */
const asked = (call: jest.SpyInstance): readonly unknown[] =>
  call.mock.calls.map(([wanted]: unknown[]) => wanted);

describe('The provider is told', () => {
  it('of a launch: every instance, and every volume with its device and whether it goes along', async () => {
    const compute = await Compute.withImage();
    const call = jest.spyOn(compute.provider, 'launchInstances');
    const { outcome } = await compute.launch({ minCount: 1, maxCount: 2, tags: { Name: 'web' } });
    if (outcome.state.kind === 'unknown') throw new Error('nothing was launched');
    expect(asked(call)).toMatchObject([
      {
        ...operation,
        ...{ zone: 'us-east-1a', imageId: IMAGE, instanceType: 'm7g.large', minCount: 1 },
        tags: { Name: 'web' },
      },
    ]);
    const instances = outcome.state.requested.instances.map(({ instanceId, volumeIds: [root, data] }) => ({
      instanceId,
      volumes: [
        { volumeId: root, device: '/dev/xvda', deleteOnTermination: true },
        { volumeId: data, device: '/dev/sdb', deleteOnTermination: false },
      ],
    }));
    expect(asked(call)).toHaveProperty('0.instances', instances);
  });

  it.each([
    ['StopInstance', 'stopInstance'],
    ['RebootInstance', 'rebootInstance'],
    ['TerminateInstance', 'terminateInstance'],
  ] as const)('of %s: which instance it is', async (type, name) => {
    const { compute, instanceId } = await launched();
    const call = jest.spyOn(compute.provider, name);
    await compute.act(type, instanceId, 'a1');
    expect(asked(call)).toStrictEqual([{ ...operation, instanceId }]);
  });

  it('of a new root volume: what it is made from, which is one thing, and what becomes of the old one', async () => {
    const { compute, instanceId, root } = await launched();
    await anotherImage(compute);
    await compute.createSnapshot('snap-00000000000000009', { volumeId: root });
    const call = jest.spyOn(compute.provider, 'replaceRootVolume');
    const fromSnapshot = { kind: 'snapshot', snapshotId: 'snap-00000000000000009' } as const;
    await compute.replaceRoot(instanceId, {}, 'r1');
    await compute.replaceRoot(instanceId, { source: fromSnapshot }, 'r2');
    await compute.replaceRoot(instanceId, { ...fromImage, deleteReplacedRootVolume: true }, 'r3');
    const place = { ...operation, instanceId, volumeId: expect.any(String) as string, device: '/dev/xvda' };
    expect(asked(call)).toStrictEqual([
      { ...place, snapshotId: 'snap-00000000000000001', deleteReplaced: false },
      { ...place, snapshotId: 'snap-00000000000000009', deleteReplaced: false },
      { ...place, imageId: NEW_IMAGE, deleteReplaced: true },
    ]);
  });

  it('of an image of what does not run that nothing has to be rebooted for it', async () => {
    const creation = await Creation.withInstance();
    const call = jest.spyOn(creation.provider, 'createImage');
    await creation.create({ noReboot: true, imageId: 'ami-00000000000000004', name: 'at once' }, 'c1');
    await creation.create({}, 'c2');
    await creation.compute.act('StopInstance', creation.instanceId, 'stop');
    await creation.create({ imageId: 'ami-00000000000000005', name: 'at rest' }, 'c3');
    expect(asked(call)).toMatchObject([
      { noReboot: true },
      { imageId: MADE, noReboot: false },
      { noReboot: true },
    ]);
  });
});
