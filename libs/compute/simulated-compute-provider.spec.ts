import { ComputeFailure, performOnce } from '#machine-images';
import { SimulatedComputeProvider } from './simulated-compute-provider';

const region = 'us-east-1';
const wanted = {
  operationId: 'one',
  region,
  snapshotId: 'snap-1',
  volumeId: 'vol-1',
  description: '',
  tags: {},
};
const outage = new ComputeFailure('Unavailable', 'come back later', true);

describe('The simulated compute provider', () => {
  it('answers with the ids that the ledger asked for', async () => {
    const provider = new SimulatedComputeProvider();
    const operation = { operationId: 'one', providerIds: { 'snap-1': 'snap-1' } };
    expect(await provider.createSnapshot(wanted)).toEqual(operation);
    expect(await provider.findOperation('one')).toEqual(operation);
    expect(await provider.findOperation('two')).toBeUndefined();
    expect(provider.name).toBe('simulated');
  });

  it('answers a launch with every instance and every volume of it', async () => {
    const volumes = [{ volumeId: 'vol-1', device: '/dev/xvda', deleteOnTermination: true }];
    const { providerIds } = await new SimulatedComputeProvider().launchInstances({
      operationId: 'launch',
      region,
      zone: 'us-east-1a',
      imageId: 'ami-1',
      instanceType: 't3.micro',
      minCount: 1,
      instances: [{ instanceId: 'i-1', volumes }],
      tags: {},
    });
    expect(providerIds).toEqual({ 'i-1': 'i-1', 'vol-1': 'vol-1' });
  });

  it('answers for an image with it and its snapshots', async () => {
    const provider = new SimulatedComputeProvider();
    const image = {
      region,
      imageId: 'ami-1',
      name: 'web',
      description: '',
      blockDeviceMappings: [],
      tags: {},
    };
    const made = await provider.createImage({
      ...image,
      operationId: 'create',
      instanceId: 'i-1',
      noReboot: true,
      snapshots: [{ snapshotId: 'snap-1', volumeId: 'vol-1' }],
    });
    expect(made.providerIds).toEqual({ 'ami-1': 'ami-1', 'snap-1': 'snap-1' });
    const copied = await provider.copyImage({
      ...image,
      operationId: 'copy',
      sourceImageId: 'ami-2',
      sourceRegion: 'eu-central-1',
      snapshots: [{ snapshotId: 'snap-2', sourceSnapshotId: 'snap-1' }],
    });
    expect(copied.providerIds).toEqual({ 'ami-1': 'ami-1', 'snap-2': 'snap-2' });
  });

  it('does everything else without making anything', async () => {
    const provider = new SimulatedComputeProvider();
    const instance = { region, instanceId: 'i-1' };
    const attachment = { ...instance, volumeId: 'vol-1', device: '/dev/sdf' };
    const answers = [
      await provider.deleteSnapshot({ operationId: '1', region, snapshotId: 'snap-1' }),
      await provider.deleteVolume({ operationId: '2', region, volumeId: 'vol-1' }),
      await provider.attachVolume({ operationId: '3', ...attachment }),
      await provider.detachVolume({ operationId: '4', ...attachment }),
      await provider.startInstance({ operationId: '5', ...instance }),
      await provider.stopInstance({ operationId: '6', ...instance }),
      await provider.rebootInstance({ operationId: '7', ...instance }),
      await provider.terminateInstance({ operationId: '8', ...instance }),
    ];
    expect(answers.flatMap(({ providerIds }) => Object.keys(providerIds))).toEqual([]);
    expect(answers.map(({ operationId }) => operationId)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
    expect(provider.performed).toHaveLength(8);
  });

  it('does what is asked twice under one id once', async () => {
    const provider = new SimulatedComputeProvider();
    const answers = [await provider.createSnapshot(wanted), await provider.createSnapshot(wanted)];
    expect(answers[1]).toEqual(answers[0]);
    expect(provider.performed).toEqual(['createSnapshot']);
  });

  it('answers the same in another process', async () => {
    const [one, other] = [new SimulatedComputeProvider(), new SimulatedComputeProvider({ takes: 1 })];
    expect(await other.createSnapshot(wanted)).toEqual(await one.createSnapshot(wanted));
  });

  it('fails as it was told to, so often, and then works', async () => {
    const provider = new SimulatedComputeProvider();
    provider.failNext('createSnapshot', outage);
    provider.failNext('createSnapshot', outage);
    await expect(provider.createSnapshot(wanted)).rejects.toBe(outage);
    await expect(provider.createSnapshot(wanted)).rejects.toBe(outage);
    expect(provider.performed).toEqual([]);
    await provider.createSnapshot(wanted);
    expect(provider.performed).toEqual(['createSnapshot']);
  });
});

describe('An operation that is performed once', () => {
  it('is looked up, not repeated, after its answer was lost', async () => {
    const provider = new SimulatedComputeProvider();
    provider.failNext('createSnapshot', outage, { done: true });
    const perform = () => performOnce(provider, 'one', () => provider.createSnapshot(wanted));
    await expect(perform()).rejects.toBe(outage);
    const repeated = jest.spyOn(provider, 'createSnapshot');
    expect(await perform()).toMatchObject({ providerIds: { 'snap-1': 'snap-1' } });
    expect(repeated).not.toHaveBeenCalled();
    expect(provider.performed).toEqual(['createSnapshot']);
  });
});
