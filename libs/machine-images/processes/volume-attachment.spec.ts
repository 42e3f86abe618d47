import { EventStoreUnavailable, IdempotencyKeyReused } from '#event-sourcing';
import { ComputeFailure } from '../compute-provider';
import { stranger } from '../image/image.testing';
import { DeviceInUse, IncorrectInstanceState, UnknownInstance } from '../instance/errors';
import { VolumeInAnotherZone, VolumeInUse } from '../volume/errors';
import { Compute, crashesOf } from './compute.testing';

const [VOLUME, OTHER] = ['vol-00000000000000001', 'vol-00000000000000002'];
const outage = new ComputeFailure('Unavailable', 'come back later', true);

async function launched(count = 1): Promise<{ compute: Compute; ids: readonly string[] }> {
  const compute = await Compute.withImage();
  const { instances } = await compute.launch({ maxCount: count });
  await compute.createVolume(VOLUME);
  await compute.createVolume(OTHER);
  const ids = instances.map(({ state }) => (state.kind === 'unknown' ? '' : state.launched.instanceId));
  return { compute, ids };
}
const nothingDangles = (compute: Compute): void => {
  const { held, attached } = compute.heldAndAttached;
  expect(held).toEqual(attached);
};

describe('Attaching a volume', () => {
  it('reserves the device, attaches it, and does so at the provider', async () => {
    const { compute, ids } = await launched();
    const { state } = await compute.attach(VOLUME, ids[0]!, 'a1');
    expect(state).toMatchObject({ attachment: { instanceId: ids[0], device: '/dev/sdf' } });
    expect(compute.recordedTypes.slice(-2)).toEqual(['DeviceReserved', 'VolumeAttached']);
    expect(compute.provider.performed.at(-1)).toBe('attachVolume');
    nothingDangles(compute);
  });

  it('that is attached there already changes nothing, under the same key or another', async () => {
    const { compute, ids } = await launched();
    await compute.attach(VOLUME, ids[0]!, 'a1');
    const before = compute.recorded;
    for (const key of ['a1', 'a2']) await compute.restarted().attach(VOLUME, ids[0]!, key);
    await compute.restarted().reactToEverything();
    expect(compute.recorded).toEqual(before);
    await expect(compute.attach(VOLUME, ids[0]!, 'a1', '/dev/sdg')).rejects.toThrow(IdempotencyKeyReused);
  });

  it('that another instance has is refused, and takes no device', async () => {
    const { compute, ids } = await launched(2);
    await compute.attach(VOLUME, ids[0]!, 'a1');
    await expect(compute.attach(VOLUME, ids[1]!, 'a2')).rejects.toThrow(VolumeInUse);
    nothingDangles(compute);
  });

  it('to a device that another volume has is refused', async () => {
    const { compute, ids } = await launched();
    await compute.attach(VOLUME, ids[0]!, 'a1');
    await expect(compute.attach(OTHER, ids[0]!, 'a2')).rejects.toThrow(DeviceInUse);
    await expect(compute.attach(OTHER, ids[0]!, 'a3', '/dev/xvda')).rejects.toThrow(DeviceInUse);
    nothingDangles(compute);
  });

  it('gives the device back when the volume refuses after all', async () => {
    const { compute, ids } = await launched(2);
    let raced = false;
    compute.store.beforeAppend = async (stream) => {
      if (stream !== `volume-${VOLUME}` || raced) return;
      raced = true;
      await compute.restarted().attach(VOLUME, ids[1]!, 'faster');
    };
    await expect(compute.attach(VOLUME, ids[0]!, 'slower')).rejects.toThrow(VolumeInUse);
    expect((await compute.volume(VOLUME)).attachment).toMatchObject({ instanceId: ids[1] });
    nothingDangles(compute);
  });

  it('is refused to strangers, in another zone, and to what is terminated', async () => {
    const { compute, ids } = await launched();
    const asked = compute.attach(VOLUME, ids[0]!, 'a1', '/dev/sdf', stranger);
    await expect(asked).rejects.toThrow(UnknownInstance);
    const far = await compute.createVolume('vol-00000000000000003', 'us-east-1b');
    await expect(compute.attach(far, ids[0]!, 'a2')).rejects.toThrow(VolumeInAnotherZone);
    await compute.act('TerminateInstance', ids[0]!, 't1');
    await expect(compute.attach(VOLUME, ids[0]!, 'a3')).rejects.toThrow(IncorrectInstanceState);
    nothingDangles(compute);
  });

  it('to an instance that is terminated meanwhile is undone', async () => {
    const { compute, ids } = await launched();
    let terminated = false;
    compute.store.beforeAppend = async (stream) => {
      if (stream !== `volume-${VOLUME}` || terminated) return;
      terminated = true;
      await compute.restarted().act('TerminateInstance', ids[0]!, 't1');
    };
    await expect(compute.attach(VOLUME, ids[0]!, 'a1')).rejects.toThrow(DeviceInUse);
    expect((await compute.volume(VOLUME)).attachment).toBeUndefined();
    nothingDangles(compute);
  });

  it('of many at once to as many instances is won by exactly one', async () => {
    const { compute, ids } = await launched(20);
    const answers = await Promise.allSettled(
      ids.map((id, index) => compute.restarted().attach(VOLUME, id, `a${index}`)),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await compute.reactToEverything();
    nothingDangles(compute);
  });

  it('of many to one device is won by exactly one', async () => {
    const { compute, ids } = await launched();
    const volumes = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        compute.createVolume(`vol-${String(100 + index).padStart(17, '0')}`),
      ),
    );
    const answers = await Promise.allSettled(
      volumes.map((volume, index) => compute.restarted().attach(volume, ids[0]!, `a${index}`)),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    nothingDangles(compute);
  });

  it('is done at the provider by the process manager when it was out', async () => {
    const { compute, ids } = await launched();
    compute.provider.failNext('attachVolume', outage);
    await compute.attach(VOLUME, ids[0]!, 'a1');
    compute.provider.failNext('attachVolume', outage);
    await expect(compute.restarted().reactToEverything()).rejects.toThrow(ComputeFailure);
    await compute.restarted().reactToEverything();
    expect(compute.provider.performed.at(-1)).toBe('attachVolume');
  });
});

describe('Detaching a volume', () => {
  it('gives the device back last; it can be attached again, and elsewhere', async () => {
    const { compute, ids } = await launched(2);
    await compute.attach(VOLUME, ids[0]!, 'a1');
    await compute.detach(VOLUME, ids[0]!, 'd1');
    expect(compute.recordedTypes.slice(-2)).toEqual(['VolumeDetached', 'DeviceReleased']);
    await compute.attach(VOLUME, ids[0]!, 'a2');
    await compute.restarted().reactToEverything();
    expect((await compute.volume(VOLUME)).attachment).toMatchObject({ instanceId: ids[0] });
    nothingDangles(compute);
    await compute.detach(VOLUME, ids[0]!, 'd2');
    await compute.attach(VOLUME, ids[1]!, 'a3');
    nothingDangles(compute);
  });

  it('long ago takes nothing from who has the device since', async () => {
    const { compute, ids } = await launched();
    await compute.attach(VOLUME, ids[0]!, 'a1');
    await compute.detachElsewhere(VOLUME, ids[0]!);
    await compute.attach(VOLUME, ids[0]!, 'a2');
    await compute.restarted().reactToEverything();
    expect((await compute.instance(ids[0]!)).devices.get('/dev/sdf')).toMatchObject({ volumeId: VOLUME });
    nothingDangles(compute);
  });

  it('that is not attached there changes nothing', async () => {
    const { compute, ids } = await launched();
    const before = compute.recorded;
    await compute.detach(VOLUME, ids[0]!, 'd1');
    expect(compute.recorded).toEqual(before);
  });

  it('that a running instance has as its root is refused; a stopped one gives it', async () => {
    const { compute, ids } = await launched();
    const root = (await compute.instance(ids[0]!)).devices.get('/dev/xvda')!.volumeId;
    await expect(compute.detach(root, ids[0]!, 'd1')).rejects.toThrow(IncorrectInstanceState);
    await compute.act('StopInstance', ids[0]!, 's1');
    await compute.detach(root, ids[0]!, 'd2');
    nothingDangles(compute);
  });
});

describe.each(crashesOf(2))('An attachment that dies at %j', (crash) => {
  it.each(['a1', 'a2'])('is finished by the process manager, and by who asks again under %s', async (key) => {
    const { compute, ids } = await launched();
    compute.store.failNext(crash);
    await expect(compute.attach(VOLUME, ids[0]!, 'a1')).rejects.toThrow(EventStoreUnavailable);
    await compute.restarted().reactToEverything();
    await compute.restarted().attach(VOLUME, ids[0]!, key);
    expect((await compute.volume(VOLUME)).attachment).toMatchObject({ device: '/dev/sdf' });
    expect(compute.recordedTypes.filter((type) => type === 'DeviceReserved')).toHaveLength(1);
    nothingDangles(compute);
  });
});

describe.each(crashesOf(2))('A detachment that dies at %j', (crash) => {
  it('is finished by the process manager', async () => {
    const { compute, ids } = await launched();
    await compute.attach(VOLUME, ids[0]!, 'a1');
    compute.store.failNext(crash);
    await expect(compute.detach(VOLUME, ids[0]!, 'd1')).rejects.toThrow(EventStoreUnavailable);
    await compute.restarted().reactToEverything();
    expect((await compute.volume(VOLUME)).attachment).toBeUndefined();
    expect((await compute.instance(ids[0]!)).devices.has('/dev/sdf')).toBe(false);
    nothingDangles(compute);
  });
});

describe('A reservation whose request died, for a volume that another instance took since', () => {
  it('is given back by the process manager', async () => {
    const { compute, ids } = await launched(2);
    compute.store.failNext({ recorded: true });
    await expect(compute.attach(VOLUME, ids[0]!, 'a1')).rejects.toThrow(EventStoreUnavailable);
    await compute.restarted().attach(VOLUME, ids[1]!, 'a2');
    await compute.restarted().reactToEverything();
    nothingDangles(compute);
  });
});
