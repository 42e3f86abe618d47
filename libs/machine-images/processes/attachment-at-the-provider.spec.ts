import { InMemoryEventStore } from '../../../test/support/in-memory-event-store';
import { wishUnder } from '../../../test/support/wish';
import { ComputeFailure } from '../compute-provider';
import { owner } from '../image/image.testing';
import { adopt as adoptInstance } from '../instance/adoption.testing';
import { INSTANCE } from '../instance/instance.testing';
import { instances } from '../instance/instance';
import { adopt as adoptVolume } from '../volume/adoption.testing';
import { volumeId as ADOPTED } from '../volume/volume.testing';
import { volumes } from '../volume/volume';
import { Compute } from './compute.testing';

const VOLUME = 'vol-00000000000000001';
const outage = new ComputeFailure('Unavailable', 'come back later', true);
const refusal = new ComputeFailure('IncorrectState', 'no', false);

async function launched(store?: InMemoryEventStore): Promise<{ compute: Compute; id: string }> {
  const compute = await Compute.withImage(store);
  const { instances } = await compute.launch({ maxCount: 1 });
  await compute.createVolume(VOLUME);
  const [id = ''] = instances.map(({ state }) => (state.kind === 'unknown' ? '' : state.launched.instanceId));
  return { compute, id };
}

async function attached(): Promise<{ compute: Compute; id: string }> {
  const { compute, id } = await launched();
  await compute.attach(VOLUME, id, 'a1');
  return { compute, id };
}

/** What has an effect at the provider from now on. */
const since = ({ provider }: Compute): (() => readonly string[]) => {
  const before = provider.performed.length;
  return () => provider.performed.slice(before);
};

describe('The provider is asked', () => {
  it('to attach a volume and to detach it, once it is on record', async () => {
    const { compute, id: instanceId } = await launched();
    const attach = jest.spyOn(compute.provider, 'attachVolume');
    const detach = jest.spyOn(compute.provider, 'detachVolume');
    const { events } = await compute.attach(VOLUME, instanceId, 'a1');
    await compute.detach(VOLUME, instanceId, 'd1');
    const place = { volumeId: VOLUME, instanceId, device: '/dev/sdf' };
    expect(events).toEqual([{ type: 'VolumeAttached', data: { ...place, deleteOnTermination: false } }]);
    const wanted = [[{ operationId: expect.any(String) as string, region: 'us-east-1', ...place }]];
    expect([attach.mock.calls, detach.mock.calls]).toStrictEqual([wanted, wanted]);
  });

  it('nothing by a dry run, which records nothing either', async () => {
    const { compute, id: instanceId } = await launched();
    const place = { volumeId: VOLUME, instanceId, device: '/dev/sdf' };
    const asked = since(compute);
    const before = compute.recorded;
    const attached = await compute.attachments.attach(place, owner, wishUnder('dry'), { dryRun: true });
    expect(attached.events).toMatchObject([{ type: 'VolumeAttached', data: place }]);
    expect([compute.recorded, asked()]).toEqual([before, []]);

    await compute.attach(VOLUME, instanceId, 'a1');
    const [attachedOnes, askedOnce] = [compute.recorded, asked()];
    const detached = await compute.attachments.detach(place, owner, wishUnder('dry'), { dryRun: true });
    expect(detached.events).toMatchObject([{ type: 'VolumeDetached', data: place }]);
    expect([compute.recorded, asked()]).toEqual([attachedOnes, askedOnce]);
  });

  it('again for as long as it is out, to detach what is detached', async () => {
    const { compute, id } = await attached();
    const asked = since(compute);
    for (let attempt = 0; attempt < 2; attempt++) compute.provider.failNext('detachVolume', outage);
    await compute.detach(VOLUME, id, 'd1');
    await expect(compute.restarted().reactToEverything()).rejects.toThrow(outage);
    expect(asked()).toEqual([]);
    await compute.restarted().reactToEverything();
    expect(asked()).toEqual(['detachVolume']);
  });

  it.each([
    ['not to detach what is attached there again', '/dev/sdf', ['attachVolume']],
    ['to detach what is attached as another device since', '/dev/sdg', ['attachVolume', 'detachVolume']],
  ])('%s', async (_, device, wanted) => {
    const { compute, id } = await attached();
    compute.provider.failNext('detachVolume', outage);
    await compute.detach(VOLUME, id, 'd1');
    const asked = since(compute);
    await compute.attach(VOLUME, id, 'a2', device);
    await compute.restarted().reactToEverything();
    expect(asked()).toEqual(wanted);
  });

  it('nothing about an instance that nobody knows', async () => {
    const compute = new Compute();
    const attachment = { instanceId: 'i-1', device: '/dev/sdf', deleteOnTermination: true };
    await compute.writePath.execute(volumes, ADOPTED, adoptVolume({ attachment }), wishUnder('seen'));
    const detach = { type: 'DetachVolume', volumeId: ADOPTED, by: owner, instanceId: 'i-1' } as const;
    await compute.writePath.execute(volumes, ADOPTED, detach, wishUnder('detach'));
    await compute.reactToEverything();
    expect(compute.recordedTypes).toEqual(['VolumeAdopted', 'VolumeAttached', 'VolumeDetached']);
    expect(compute.provider.performed).toEqual([]);
  });
});

describe('An instance that runs without a root volume, as it was seen', () => {
  it('needs none of the volumes', async () => {
    const compute = new Compute();
    await compute.createVolume(VOLUME);
    const seen = adoptInstance({ devices: [] });
    await compute.writePath.execute(instances, INSTANCE, seen, wishUnder('seen'));
    await compute.attach(VOLUME, INSTANCE, 'a1');
    const { events } = await compute.detach(VOLUME, INSTANCE, 'd1');
    expect(events).toMatchObject([{ type: 'VolumeDetached' }]);
  });
});

describe('What is on record of a volume and an instance', () => {
  it('stands when the provider refuses it for good, and holds up nobody', async () => {
    const { compute, id } = await launched();
    for (const call of ['attachVolume', 'detachVolume'] as const)
      for (let attempt = 0; attempt < 2; attempt++) compute.provider.failNext(call, refusal);
    await compute.attach(VOLUME, id, 'a1');
    await compute.restarted().reactToEverything();
    expect((await compute.volume(VOLUME)).attachment).toMatchObject({ instanceId: id });
    await compute.detach(VOLUME, id, 'd1');
    await compute.restarted().reactToEverything();
    expect((await compute.volume(VOLUME)).attachment).toBeUndefined();
  });

  it('is followed by an error when something else than the provider’s word went wrong', async () => {
    const { compute, id } = await launched();
    jest.spyOn(compute.provider, 'attachVolume').mockRejectedValueOnce(new TypeError('a slip'));
    await expect(compute.attach(VOLUME, id, 'a1')).rejects.toThrow('a slip');
    jest.spyOn(compute.provider, 'detachVolume').mockRejectedValueOnce(new TypeError('a slip'));
    await expect(compute.detach(VOLUME, id, 'd1')).rejects.toThrow('a slip');
  });

  it('has the device given back, also of what was attached in the same moment', async () => {
    const { compute, id } = await launched(new InMemoryEventStore({ now: () => Date.UTC(2026, 6, 1) }));
    await compute.attach(VOLUME, id, 'a1');
    await compute.detach(VOLUME, id, 'd1');
    expect((await compute.instance(id)).devices.has('/dev/sdf')).toBe(false);
  });
});
