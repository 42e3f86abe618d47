import { EventStoreUnavailable } from '#event-sourcing';
import { wishUnder } from '../../../test/support/wish';
import { owner, stranger } from '../image/image.testing';
import { DeviceInUse, IncorrectInstanceState } from '../instance/errors';
import { instances } from '../instance/instance';
import { volumes } from '../volume/volume';
import { Compute } from './compute.testing';

const [VOLUME, OTHER] = ['vol-00000000000000001', 'vol-00000000000000002'];

async function launched(): Promise<{ compute: Compute; id: string }> {
  const compute = await Compute.withImage();
  const launch = await compute.launch({ maxCount: 1 });
  await compute.createVolume(VOLUME);
  await compute.createVolume(OTHER);
  const [id = ''] = launch.instances.map(({ state }) =>
    state.kind === 'unknown' ? '' : state.launched.instanceId,
  );
  return { compute, id };
}

/** What other processes do before the volume is written to, each time. */
function before({ store }: Compute, ...happenings: readonly (() => Promise<unknown>)[]): void {
  const left = [...happenings];
  store.beforeAppend = async (stream) => {
    if (stream !== `volume-${VOLUME}`) return;
    const happens = left.shift();
    store.beforeAppend = undefined;
    await happens?.();
    if (left.length > 0) before({ store } as Compute, ...left);
  };
}

/** Gives back the device, under an id that no process would take. */
async function release(compute: Compute, instanceId: string): Promise<void> {
  const { attachmentId = '' } = (await compute.instance(instanceId)).devices.get('/dev/sdf') ?? {};
  const reservation = { instanceId, device: '/dev/sdf', volumeId: VOLUME, attachmentId };
  const command = { type: 'ReleaseDevice', reservation } as const;
  await compute.restarted().writePath.execute(instances, instanceId, command, wishUnder('release'));
}

async function detach(compute: Compute, instanceId: string): Promise<void> {
  const command = { type: 'DetachVolume', volumeId: VOLUME, by: owner, instanceId } as const;
  await compute.restarted().writePath.execute(volumes, VOLUME, command, wishUnder('detach'));
}

const nothingDangles = (compute: Compute): void => {
  const { held, attached } = compute.heldAndAttached;
  expect(held).toEqual(attached);
};

describe('An attachment whose device was given back meanwhile', () => {
  it('is undone', async () => {
    const { compute, id } = await launched();
    before(compute, () => release(compute, id));
    await expect(compute.attach(VOLUME, id, 'a1')).rejects.toThrow(DeviceInUse);
    expect(compute.recordedTypes.slice(-2)).toEqual(['VolumeAttached', 'VolumeDetached']);
    nothingDangles(compute);
  });

  it('is undone once, where somebody detached the volume first', async () => {
    const { compute, id } = await launched();
    before(
      compute,
      () => release(compute, id),
      () => detach(compute, id),
    );
    await expect(compute.attach(VOLUME, id, 'a1')).rejects.toThrow(DeviceInUse);
    expect(compute.recordedTypes.slice(-2)).toEqual(['VolumeAttached', 'VolumeDetached']);
  });

  it('is not undone any more, where the volume was detached and attached again', async () => {
    const { compute, id } = await launched();
    const again = async () => {
      await detach(compute, id);
      await compute.restarted().attach(VOLUME, id, 'a2');
    };
    before(compute, () => release(compute, id), again);
    await expect(compute.attach(VOLUME, id, 'a1')).rejects.toThrow(DeviceInUse);
    expect((await compute.volume(VOLUME)).attachment).toMatchObject({ instanceId: id });
    nothingDangles(compute);
  });

  it('says so when it could not be undone', async () => {
    const { compute, id } = await launched();
    before(
      compute,
      () => release(compute, id),
      () => Promise.reject(new EventStoreUnavailable('lost the store')),
    );
    await expect(compute.attach(VOLUME, id, 'a1')).rejects.toThrow(EventStoreUnavailable);
  });
});

describe('An attachment to an instance that was terminated meanwhile, and still has its devices', () => {
  it('is undone, and the device given back', async () => {
    const { compute, id: instanceId } = await launched();
    const terminate = { type: 'TerminateInstance', instanceId, by: owner } as const;
    before(compute, () =>
      compute.restarted().writePath.execute(instances, instanceId, terminate, wishUnder('terminate')),
    );
    const asked = compute.attach(VOLUME, instanceId, 'a1');
    await expect(asked).rejects.toThrow(IncorrectInstanceState);
    await expect(asked).rejects.toThrow('terminated');
    expect(compute.recordedTypes.slice(-3)).toEqual(['VolumeAttached', 'VolumeDetached', 'DeviceReleased']);
    nothingDangles(compute);
  });
});

describe('A reservation whose request died', () => {
  async function died(): Promise<{ compute: Compute; id: string }> {
    const { compute, id } = await launched();
    compute.store.failNext({ recorded: true });
    await expect(compute.attach(VOLUME, id, 'a1')).rejects.toThrow(EventStoreUnavailable);
    await release(compute, id);
    return { compute, id };
  }

  it('is left alone by the process manager when it was given back since', async () => {
    const { compute } = await died();
    const before = compute.recorded;
    await compute.restarted().reactToEverything();
    expect(compute.recorded).toEqual(before);
  });

  it('is left alone when another volume has the device since', async () => {
    const { compute, id } = await died();
    await compute.attach(OTHER, id, 'a2');
    const before = compute.recorded;
    await compute.restarted().reactToEverything();
    expect(compute.recorded).toEqual(before);
  });
});

describe.each(['attach', 'detach'] as const)('Whoever wants to %s a volume', (wish) => {
  it.each([
    ['is told of an instance that is not there', 'i-1', owner, false],
    ['is not told of another’s instance that it is there', undefined, stranger, true],
  ])('%s', async (_, unknown, by, isHidden) => {
    const { compute, id } = await launched();
    const place = { volumeId: VOLUME, instanceId: unknown ?? id, device: '/dev/sdf' };
    const refused = { code: 'unknown-instance', pointer: '/instanceId', isHidden };
    await expect(compute.attachments[wish](place, by, wishUnder('k'), {})).rejects.toMatchObject(refused);
  });
});
