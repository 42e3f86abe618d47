import { EventStoreUnavailable } from '#event-sourcing';
import { wishUnder } from '../../../test/support/wish';
import { ComputeFailure } from '../compute-provider';
import { owner } from '../image/image.testing';
import { volumes } from '../volume/volume';
import type { Compute } from './compute.testing';
import { launched, nothingDangles, type LaunchedCompute } from './root-volume-replacement.testing';

const outage = new ComputeFailure('Unavailable', 'come back later', true);
const refusal = new ComputeFailure('VolumeLimitExceeded', 'no room', false);

const newRoot = async (compute: Compute, instanceId: string): Promise<string> =>
  (await compute.instance(instanceId)).replacement?.requested.volume.volumeId ?? '';

/** Where the last event of this type stands in the log: who reacts after it has seen everything before. */
const before = (compute: Compute, type: string): number => compute.recordedTypes.lastIndexOf(type);

/** What the log says of the end of a volume. */
const endOf = (compute: Compute, volumeId: string): unknown =>
  compute.store.log
    .filter(({ type }) => type === 'VolumeDeleted')
    .map(({ data }) => JSON.parse(data) as { readonly volumeId: string })
    .find((data) => data.volumeId === volumeId);

const detach = (compute: Compute, volumeId: string, instanceId: string) =>
  compute.writePath.execute(
    volumes,
    volumeId,
    { type: 'DetachVolume', volumeId, by: owner, instanceId },
    wishUnder('by hand'),
  );

describe('The new root volume of a replacement', () => {
  it('is kept while the provider hangs', async () => {
    const { compute, instanceId } = await launched();
    compute.provider.failNext('replaceRootVolume', outage);
    await compute.replaceRoot(instanceId);
    const recorded = compute.recorded;
    await compute.restarted().reactToEverything(before(compute, 'VolumeCreated'));
    expect(compute.recorded).toEqual(recorded);
    await compute.restarted().reactToEverything();
    expect(await compute.volume(await newRoot(compute, instanceId))).toMatchObject({ lifecycle: 'in-use' });
  });

  it('is not made where the instance was terminated before', async () => {
    const { compute, instanceId } = await launched();
    compute.store.failNext({ recorded: true });
    await expect(compute.replaceRoot(instanceId)).rejects.toThrow(EventStoreUnavailable);
    await compute.restarted().act('TerminateInstance', instanceId, 't1');
    const made = compute.recordedTypes.filter((type) => type === 'VolumeCreated');
    await compute.restarted().reactToEverything();
    expect(compute.recordedTypes.filter((type) => type === 'VolumeCreated')).toEqual(made);
    expect(compute.provider.performed).not.toContain('replaceRootVolume');
  });

  it('goes without a cause with an instance that was terminated: the provider may have made it', async () => {
    const { compute, instanceId } = await launched();
    compute.provider.failNext('replaceRootVolume', outage);
    await compute.replaceRoot(instanceId);
    const volumeId = await newRoot(compute, instanceId);
    await compute.act('TerminateInstance', instanceId, 't1');
    await compute.restarted().reactToEverything();
    expect(endOf(compute, volumeId)).toEqual({ volumeId });
  });

  /** The provider was done, nobody heard of it, and then the instance was terminated. */
  async function madeTooLate(): Promise<LaunchedCompute & { readonly volumeId: string }> {
    const one = await launched();
    one.compute.provider.failNext('replaceRootVolume', outage, { done: true });
    await one.compute.replaceRoot(one.instanceId);
    await one.compute.act('TerminateInstance', one.instanceId, 't1');
    return { ...one, volumeId: await newRoot(one.compute, one.instanceId) };
  }

  it('that the provider made too late is deleted there, and asked about once more where that fails', async () => {
    const { compute, volumeId } = await madeTooLate();
    const deleting = jest.spyOn(compute.provider, 'deleteVolume');
    compute.provider.failNext('deleteVolume', outage);
    await expect(compute.restarted().reactToEverything()).rejects.toThrow(ComputeFailure);
    await compute.restarted().reactToEverything();
    await compute.restarted().reactToEverything();
    const operation = { operationId: expect.any(String) as string, region: 'us-east-1', volumeId };
    expect(deleting.mock.calls).toStrictEqual([[operation], [operation]]);
    expect(compute.provider.performed.filter((call) => call === 'deleteVolume')).toHaveLength(1);
  });

  it('that the provider will never delete holds nobody up', async () => {
    const { compute, volumeId } = await madeTooLate();
    compute.provider.failNext('deleteVolume', refusal);
    await compute.restarted().reactToEverything();
    expect(compute.provider.performed).not.toContain('deleteVolume');
    expect(await compute.volume(volumeId)).toMatchObject({ lifecycle: 'deleted' });
    nothingDangles(compute);
  });
});

describe('A refused replacement that died before its volume was given up', () => {
  /** Its failure is recorded; then the instance is asked for another, under r2. */
  async function followed(fate: ComputeFailure): Promise<LaunchedCompute & { readonly abandoned: string }> {
    const one = await launched();
    const { compute, instanceId } = one;
    compute.provider.failNext('replaceRootVolume', refusal);
    compute.store.failNext({ after: 2, recorded: true });
    await expect(compute.replaceRoot(instanceId)).rejects.toThrow(EventStoreUnavailable);
    const abandoned = await newRoot(compute, instanceId);
    expect(compute.recordedTypes.at(-1)).toBe('RootVolumeReplacementFailed');
    compute.provider.failNext('replaceRootVolume', fate);
    await compute.restarted().replaceRoot(instanceId, {}, 'r2');
    expect(await newRoot(compute, instanceId)).not.toBe(abandoned);
    return { ...one, abandoned };
  }

  it('is cleared away while another is under way, and not asked of the provider again', async () => {
    const { compute, instanceId, abandoned } = await followed(outage);
    await compute.restarted().reactToEverything();
    expect(await compute.volume(abandoned)).toMatchObject({ lifecycle: 'deleted' });
    expect(compute.provider.performed.filter((call) => call === 'replaceRootVolume')).toHaveLength(1);
    expect(await compute.instance(instanceId)).toMatchObject({ replacement: { state: 'succeeded' } });
    nothingDangles(compute);
  });

  it.each([
    ['hangs', outage],
    ['failed', new ComputeFailure('Unsupported', 'never', false)],
  ])(
    'is cleared away by whoever sees its volume alone, and for no reason of another that %s',
    async (_, fate) => {
      const { compute, abandoned } = await followed(fate);
      const made = compute.store.log.findIndex(
        ({ type, stream }) => type === 'VolumeCreated' && stream.endsWith(abandoned),
      );
      await compute.restarted().reactToEverything(made, made + 1);
      expect(endOf(compute, abandoned)).toEqual({ volumeId: abandoned });
      nothingDangles(compute);
    },
  );
});

describe('An instance that was terminated by a request that died', () => {
  it.each([
    ['goes', true, 'deleted'],
    ['stays', false, 'available'],
  ])(
    'loses the new root volume at once, which %s as it is asked to',
    async (_, deleteOnTermination, lifecycle) => {
      const root = { deviceName: '/dev/xvda', ebs: { deleteOnTermination } };
      const { compute, instanceId } = await launched({ blockDeviceMappings: [root] });
      compute.store.failNext({ after: 2, recorded: true });
      await expect(compute.replaceRoot(instanceId)).rejects.toThrow(EventStoreUnavailable);
      compute.store.failNext({ recorded: true });
      const dying = compute.restarted().act('TerminateInstance', instanceId, 't1');
      await expect(dying).rejects.toThrow(EventStoreUnavailable);
      await compute.restarted().replaceRoot(instanceId);
      expect(await compute.volume(await newRoot(compute, instanceId))).toMatchObject({ lifecycle });
      await compute.restarted().reactToEverything();
      nothingDangles(compute);
    },
  );
});

describe('The replaced root volume', () => {
  /** The instance has its new root, and what became of the old one is left open. */
  async function leftAttached(deleteReplacedRootVolume: boolean): Promise<LaunchedCompute> {
    const one = await launched();
    one.compute.store.failNext({ after: 2, recorded: true });
    const dying = one.compute.replaceRoot(one.instanceId, { deleteReplacedRootVolume });
    await expect(dying).rejects.toThrow(EventStoreUnavailable);
    expect(one.compute.recordedTypes.at(-2)).toBe('RootVolumeReplaced');
    return one;
  }

  it('that somebody took off first is deleted where that was asked for, and left where not', async () => {
    for (const [isToGo, lifecycle] of [
      [true, 'deleted'],
      [false, 'available'],
    ] as const) {
      const { compute, instanceId, root } = await leftAttached(isToGo);
      await detach(compute, root, instanceId);
      await compute.restarted().reactToEverything();
      expect(await compute.volume(root)).toMatchObject({ lifecycle });
      nothingDangles(compute);
    }
  });

  it('that has another use by then keeps it', async () => {
    for (const isToGo of [true, false]) {
      const { compute, instanceId, root } = await leftAttached(isToGo);
      await detach(compute, root, instanceId);
      await compute.restarted().attach(root, instanceId, 'a1');
      await compute.restarted().reactToEverything();
      expect(await compute.volume(root)).toMatchObject({ attachment: { instanceId, device: '/dev/sdf' } });
      nothingDangles(compute);
    }
  });
});
