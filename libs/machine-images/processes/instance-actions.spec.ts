import { EventStoreUnavailable } from '#event-sourcing';
import { ComputeFailure } from '../compute-provider';
import { owner } from '../image/image.testing';
import { instances } from '../instance/instance';
import { wishUnder } from '../../../test/support/wish';
import { Compute, crashesOf } from './compute.testing';

const outage = new ComputeFailure('Unavailable', 'come back later', true);
const refusal = new ComputeFailure('Unsupported', 'not this one', false);

async function launched(): Promise<{ compute: Compute; instanceId: string; volumes: readonly string[] }> {
  const compute = await Compute.withImage();
  const { instances } = await compute.launch({ maxCount: 1 });
  const state = instances[0]?.state;
  if (state?.kind !== 'existing') throw new Error('nothing was launched');
  const volumes = [...state.devices.values()].map(({ volumeId }) => volumeId);
  return { compute, instanceId: state.launched.instanceId, volumes };
}

describe('Stopping and starting an instance', () => {
  it('is done at the provider too, once', async () => {
    const { compute, instanceId } = await launched();
    await compute.act('StopInstance', instanceId, 's1');
    await compute.act('StopInstance', instanceId, 's2');
    await compute.act('StartInstance', instanceId, 's3');
    await compute.act('RebootInstance', instanceId, 's4');
    await compute.restarted().reactToEverything();
    expect(compute.provider.performed).toEqual([
      'launchInstances',
      'stopInstance',
      'startInstance',
      'rebootInstance',
    ]);
  });

  it.each([
    ['StopInstance', 'stopInstance', 'stopped', []],
    ['StartInstance', 'startInstance', 'running', ['stopInstance']],
    ['RebootInstance', 'rebootInstance', 'running', []],
    ['TerminateInstance', 'terminateInstance', 'terminated', []],
  ] as const)(
    'is finished by the process manager when the provider was out: %s',
    async (type, call, lifecycle, before) => {
      const { compute, instanceId } = await launched();
      if (type === 'StartInstance') await compute.act('StopInstance', instanceId, 's0');
      compute.provider.failNext(call, outage);
      const { state } = await compute.act(type, instanceId, 's1');
      expect(state).toMatchObject({ lifecycle });
      expect(compute.provider.performed).not.toContain(call);
      // Nor is it done for who only wants to know what it would do.
      await compute.act(type, instanceId, 's1', { dryRun: true });
      expect(compute.provider.performed).not.toContain(call);
      await compute.restarted().reactToEverything();
      const performed = compute.provider.performed.filter((one) => one !== 'detachVolume');
      expect(performed).toEqual(['launchInstances', ...before, call]);
    },
  );

  it('tells who asked of what is neither an outage nor a refusal', async () => {
    const { compute, instanceId } = await launched();
    jest.spyOn(compute.provider, 'stopInstance').mockRejectedValueOnce(new TypeError('broken'));
    await expect(compute.act('StopInstance', instanceId, 's1')).rejects.toThrow(TypeError);
  });

  it('that the provider refuses for good is not asked for again, and holds nobody up', async () => {
    const { compute, instanceId } = await launched();
    compute.provider.failNext('stopInstance', outage);
    await compute.act('StopInstance', instanceId, 's1');
    compute.provider.failNext('stopInstance', refusal);
    const later = compute.restarted();
    await later.reactToEverything();
    expect(compute.provider.performed).toEqual(['launchInstances']);
    expect(await compute.instance(instanceId)).toMatchObject({ lifecycle: 'stopped' });
  });

  it('that the provider cannot do yet is left for the next time', async () => {
    const { compute, instanceId } = await launched();
    for (const _ of [1, 2]) compute.provider.failNext('stopInstance', outage);
    await compute.act('StopInstance', instanceId, 's1');
    await expect(compute.restarted().reactToEverything()).rejects.toThrow(ComputeFailure);
    await compute.restarted().reactToEverything();
    expect(compute.provider.performed).toEqual(['launchInstances', 'stopInstance']);
  });

  it('that nobody wishes for any more is not done later', async () => {
    const { compute, instanceId } = await launched();
    compute.provider.failNext('stopInstance', outage);
    await compute.act('StopInstance', instanceId, 's1');
    await compute.act('StartInstance', instanceId, 's2');
    await compute.restarted().reactToEverything();
    expect(compute.provider.performed).toEqual(['launchInstances', 'startInstance']);
  });

  it('records nothing in a dry run', async () => {
    const { compute, instanceId } = await launched();
    const before = compute.recorded;
    const { events } = await compute.act('TerminateInstance', instanceId, 'dry', { dryRun: true });
    expect(events).toEqual([{ type: 'InstanceTerminated', data: { instanceId } }]);
    expect(compute.recorded).toEqual(before);
    expect(compute.provider.performed).toEqual(['launchInstances']);
  });
});

describe('Terminating an instance', () => {
  it('deletes the volumes that are to go with it, and frees the others', async () => {
    const { compute, instanceId, volumes } = await launched();
    await compute.act('TerminateInstance', instanceId, 't1');
    const [root, data] = await Promise.all(volumes.map((volumeId) => compute.volume(volumeId)));
    expect([root?.lifecycle, data?.lifecycle]).toEqual(['deleted', 'available']);
    expect((await compute.instance(instanceId)).devices).toEqual(new Map());
    const before = compute.recorded;
    await compute.act('TerminateInstance', instanceId, 't2');
    await compute.restarted().reactToEverything();
    expect(compute.recorded).toEqual(before);
  });

  it('that the provider refuses, or of a device that waits for a volume that never was, gives back the rest', async () => {
    const { compute, instanceId, volumes } = await launched();
    const nowhere = {
      instanceId,
      device: '/dev/sda9',
      volumeId: 'vol-00000000000000077',
      attachmentId: 'a1',
    };
    const reserve = { type: 'ReserveDevice', instanceId, by: owner, reservation: nowhere } as const;
    await compute.writePath.execute(instances, instanceId, reserve, wishUnder('reserve'));
    compute.provider.failNext('terminateInstance', refusal);
    const { state } = await compute.act('TerminateInstance', instanceId, 't1');
    expect(state).toMatchObject({ lifecycle: 'terminated' });
    const [root, data] = await Promise.all(volumes.map((volumeId) => compute.volume(volumeId)));
    expect([root?.lifecycle, data?.lifecycle]).toEqual(['deleted', 'available']);
    expect((await compute.instance(instanceId)).devices).toEqual(new Map());
  });

  describe.each(crashesOf(5))('that dies at %j', (crash) => {
    it.each(['the process manager', 'whoever asks again'])('is finished by %s', async (finisher) => {
      const { compute, instanceId, volumes } = await launched();
      compute.store.failNext(crash);
      await expect(compute.act('TerminateInstance', instanceId, 't1')).rejects.toThrow(EventStoreUnavailable);
      if (finisher === 'whoever asks again')
        await compute.restarted().act('TerminateInstance', instanceId, 't2');
      else await compute.restarted().reactToEverything();
      await compute.restarted().reactToEverything();
      const [root, data] = await Promise.all(volumes.map((volumeId) => compute.volume(volumeId)));
      expect([root?.lifecycle, data?.lifecycle]).toEqual(['deleted', 'available']);
      expect((await compute.instance(instanceId)).devices.size).toBe(0);
      expect(compute.recordedTypes.slice(-6).sort()).toEqual([
        'DeviceReleased',
        'DeviceReleased',
        'InstanceTerminated',
        'VolumeDeleted',
        'VolumeDetached',
        'VolumeDetached',
      ]);
    });
  });
});
