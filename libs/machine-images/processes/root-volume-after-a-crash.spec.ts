import { EventStoreUnavailable } from '#event-sourcing';
import { ComputeFailure } from '../compute-provider';
import { DeviceInUse, IncorrectInstanceState } from '../instance/errors';
import { crashesOf, type Compute } from './compute.testing';
import {
  anotherImage,
  fromImage,
  launched,
  nothingDangles,
  type LaunchedCompute,
} from './root-volume-replacement.testing';

const outage = new ComputeFailure('Unavailable', 'come back later', true);
const refusal = new ComputeFailure('VolumeLimitExceeded', 'no room', false);
const wish = { ...fromImage, deleteReplacedRootVolume: true };

async function ready(): Promise<LaunchedCompute> {
  const made = await launched();
  await anotherImage(made.compute);
  return made;
}
const newRoot = async (compute: Compute, instanceId: string): Promise<string> =>
  (await compute.instance(instanceId)).replacement?.requested.volume.volumeId ?? '';

/** Every append of a replacement is one place at which it can die. */
describe.each(crashesOf(5))('A replacement that dies at %j', (crash) => {
  let compute: Compute;
  let instanceId: string;
  let undisturbed: readonly string[];
  beforeEach(async () => {
    const whole = await ready();
    await whole.compute.replaceRoot(whole.instanceId, wish);
    undisturbed = whole.compute.recorded;
    ({ compute, instanceId } = await ready());
    compute.store.failNext(crash);
    await expect(compute.replaceRoot(instanceId, wish)).rejects.toThrow(EventStoreUnavailable);
  });

  it('is finished by the process manager, once', async () => {
    await compute.restarted().reactToEverything();
    await compute.restarted().reactToEverything();
    expect(compute.recorded).toEqual(undisturbed);
    expect(compute.provider.performed.filter((call) => call === 'replaceRootVolume')).toHaveLength(1);
    nothingDangles(compute);
  });

  it('is finished by whoever asks again', async () => {
    const { state } = await compute.restarted().replaceRoot(instanceId, wish);
    expect(state).toMatchObject({ replacement: { state: 'succeeded' } });
    expect(compute.recorded).toEqual(undisturbed);
  });

  it('ends with the instance when that is terminated, and leaves no volume behind', async () => {
    const root = (await compute.instance(instanceId)).replacement?.requested.replacedVolumeId ?? '';
    await compute.restarted().act('TerminateInstance', instanceId, 't1');
    await compute.restarted().reactToEverything();
    await compute.restarted().reactToEverything();
    for (const volumeId of [root, await newRoot(compute, instanceId)])
      if (compute.recorded.some((line) => line.startsWith(`volume-${volumeId} `)))
        expect(await compute.volume(volumeId)).toMatchObject({ lifecycle: 'deleted' });
    expect((await compute.instance(instanceId)).devices.size).toBe(0);
    nothingDangles(compute);
  });
});

describe.each(crashesOf(4))('A replacement that the provider refuses, and that dies at %j', (crash) => {
  it.each(['the process manager', 'whoever asks again'])('is ended by %s', async (finisher) => {
    const { compute, instanceId, root } = await ready();
    compute.provider.failNext('replaceRootVolume', refusal);
    // What it refused once, it refuses whoever asks.
    compute.provider.failNext('replaceRootVolume', refusal);
    compute.store.failNext(crash);
    await expect(compute.replaceRoot(instanceId, wish)).rejects.toThrow(EventStoreUnavailable);
    if (finisher === 'whoever asks again') await compute.restarted().replaceRoot(instanceId, wish);
    await compute.restarted().reactToEverything();
    expect((await compute.instance(instanceId)).replacement).toMatchObject({ state: 'failed' });
    expect(await compute.volume(await newRoot(compute, instanceId))).toMatchObject({
      lifecycle: 'deleted',
      cause: 'VolumeLimitExceeded: no room',
    });
    expect(await compute.volume(root)).toMatchObject({ lifecycle: 'in-use' });
    nothingDangles(compute);
  });
});

/** Something else happens just before each of the appends. */
describe.each([1, 2, 3, 4, 5])('Before append %i of a replacement', (number) => {
  async function racing(other: (one: LaunchedCompute) => Promise<unknown>): Promise<LaunchedCompute> {
    const one = await ready();
    let appends = 0;
    one.compute.store.beforeAppend = async () => {
      if (++appends !== number) return;
      one.compute.store.beforeAppend = undefined;
      await other(one);
    };
    await one.compute.replaceRoot(one.instanceId, wish).catch((error: unknown) => {
      expect(error).toBeInstanceOf(IncorrectInstanceState);
    });
    one.compute.store.beforeAppend = undefined;
    await one.compute.restarted().reactToEverything();
    await one.compute.restarted().reactToEverything();
    nothingDangles(one.compute);
    return one;
  }

  it.each([false, true])(
    'a termination takes both root volumes along (managers in between: %p)',
    async (react) => {
      const { compute, instanceId, root } = await racing(async ({ compute, instanceId }) => {
        await compute.restarted().act('TerminateInstance', instanceId, 't1');
        if (react) await compute.restarted().reactToEverything();
      });
      const { replacement, devices } = await compute.instance(instanceId);
      expect(devices.size).toBe(0);
      expect(replacement?.state).not.toBe('in-progress');
      expect((await compute.volume(root)).lifecycle).toBe('deleted');
      if (
        replacement !== undefined &&
        compute.recordedTypes.filter((type) => type === 'VolumeCreated').length > 2
      )
        expect((await compute.volume(replacement.requested.volume.volumeId)).lifecycle).toBe('deleted');
    },
  );

  it('a stop changes only whether it reboots', async () => {
    const { compute, instanceId } = await racing(({ compute, instanceId }) =>
      compute.restarted().act('StopInstance', instanceId, 's1'),
    );
    const { lifecycle } = await compute.instance(instanceId);
    expect(lifecycle).toBe('stopped');
    expect(compute.provider.performed.filter((call) => call === 'rebootInstance')).toEqual([]);
  });

  it('nobody else takes the root device, nor the root volume off', async () => {
    const other = 'vol-00000000000000077';
    await racing(async ({ compute, instanceId, root }) => {
      const elsewhere = compute.restarted();
      await elsewhere.createVolume(other);
      await expect(elsewhere.attach(other, instanceId, 'a1', '/dev/xvda')).rejects.toThrow(DeviceInUse);
      if (number > 3) return;
      await expect(elsewhere.detach(root, instanceId, 'd1')).rejects.toThrow(IncorrectInstanceState);
    });
  });

  it('the process managers may get there first', async () => {
    const { compute, instanceId } = await racing(({ compute }) => compute.restarted().reactToEverything());
    expect((await compute.instance(instanceId)).replacement).toMatchObject({ state: 'succeeded' });
    expect(compute.recordedTypes.filter((type) => type === 'RootVolumeReplaced')).toHaveLength(1);
  });

  it('a volume is attached to another device', async () => {
    const other = 'vol-00000000000000077';
    const { compute } = await racing(async ({ compute, instanceId }) => {
      await compute.restarted().createVolume(other);
      await compute.restarted().attach(other, instanceId, 'a1');
    });
    expect(await compute.volume(other)).toMatchObject({ attachment: { device: '/dev/sdf' } });
  });
});

describe.each([2, 3, 4, 5])('Before append %i of a replacement', (number) => {
  it('a termination frees the root volume that is to stay', async () => {
    const stays = { deviceName: '/dev/xvda', ebs: { deleteOnTermination: false } };
    const { compute, instanceId } = await launched({ blockDeviceMappings: [stays] });
    let appends = 0;
    compute.store.beforeAppend = async () => {
      if (++appends === number) await compute.restarted().act('TerminateInstance', instanceId, 't1');
    };
    await compute.replaceRoot(instanceId);
    await compute.restarted().reactToEverything();
    expect((await compute.instance(instanceId)).devices.size).toBe(0);
    nothingDangles(compute);
  });
});

describe('A volume made by a request that missed the end of the instance, and died,', () => {
  it('is discarded, though nothing else is left to be done', async () => {
    const { compute, instanceId } = await ready();
    let position = 0;
    compute.store.beforeAppend = async (stream) => {
      if (!stream.startsWith('volume-')) return;
      compute.store.beforeAppend = undefined;
      await compute.restarted().act('TerminateInstance', instanceId, 't1');
      await compute.restarted().reactToEverything();
      position = compute.store.log.length;
      compute.store.failNext({ after: 0, recorded: true });
    };
    await expect(compute.replaceRoot(instanceId, wish)).rejects.toThrow(EventStoreUnavailable);
    await compute.restarted().reactToEverything(position);
    expect(await compute.volume(await newRoot(compute, instanceId))).toMatchObject({ lifecycle: 'deleted' });
  });
});

describe('An instance that is stopped while the provider hangs', () => {
  it('keeps its root volume until the replacement has ended', async () => {
    const { compute, instanceId, root } = await ready();
    compute.provider.failNext('replaceRootVolume', outage);
    await compute.replaceRoot(instanceId, wish);
    await compute.act('StopInstance', instanceId, 's1');
    await expect(compute.detach(root, instanceId, 'd1')).rejects.toThrow(IncorrectInstanceState);
    await compute.restarted().reactToEverything();
    await compute.detach(await newRoot(compute, instanceId), instanceId, 'd2');
    nothingDangles(compute);
  });
});

describe('An instance that is terminated while the provider hangs', () => {
  it('ends the replacement; what the provider makes afterwards is deleted there too', async () => {
    const { compute, instanceId } = await ready();
    const replace = compute.provider.replaceRootVolume.bind(compute.provider);
    jest.spyOn(compute.provider, 'replaceRootVolume').mockImplementationOnce(async (wanted) => {
      await compute.restarted().act('TerminateInstance', instanceId, 't1');
      await compute.restarted().reactToEverything();
      return replace(wanted);
    });
    const { state } = await compute.replaceRoot(instanceId, wish);
    expect(state).toMatchObject({ lifecycle: 'terminated', replacement: { state: 'failed' } });
    expect(compute.provider.performed.at(-1)).toBe('deleteVolume');
    expect(await compute.volume(await newRoot(compute, instanceId))).toMatchObject({ lifecycle: 'deleted' });
    nothingDangles(compute);
  });

  it('is not waited for', async () => {
    const { compute, instanceId } = await ready();
    for (const _ of [1, 2, 3]) compute.provider.failNext('replaceRootVolume', outage);
    await compute.replaceRoot(instanceId, wish);
    await compute.act('TerminateInstance', instanceId, 't1');
    await compute.restarted().reactToEverything();
    expect(await compute.volume(await newRoot(compute, instanceId))).toMatchObject({ lifecycle: 'deleted' });
    nothingDangles(compute);
  });
});
