import { setTimeout } from 'node:timers/promises';
import { EventStoreUnavailable } from '#event-sourcing';
import { seen } from '../image/adoption.testing';
import { images } from '../image/image';
import { IMAGE, SNAPSHOT } from '../image/image.testing';
import { adopt as adoptInstance, root } from '../instance/adoption.testing';
import { INSTANCE, OTHER_VOLUME, ROOT_VOLUME } from '../instance/instance.testing';
import { adopt as adoptSnapshot } from '../snapshot/adoption.testing';
import { adopt as adoptVolume } from '../volume/adoption.testing';
import { Adopting } from './adoption.testing';
import type { Observation } from './resource-adoption';

const OTHER = 'ami-0a1b2c3d';
const image = (overrides = {}): Observation => {
  const facts = seen(overrides);
  return { kind: 'image', id: facts.imageId, facts };
};
const snapshot = (overrides = {}): Observation => {
  const { facts } = adoptSnapshot(overrides).observed;
  return { kind: 'snapshot', id: facts.snapshotId, facts };
};
const volume = (overrides = {}): Observation => {
  const facts = { ...adoptVolume().observed.facts, volumeId: ROOT_VOLUME, ...overrides };
  return { kind: 'volume', id: facts.volumeId, facts, unkept: [] };
};
const instance = (overrides = {}): Observation => {
  const { facts } = adoptInstance(overrides).observed;
  return { kind: 'instance', id: facts.instanceId, facts };
};
const attachment = { instanceId: INSTANCE, device: root.deviceName, deleteOnTermination: true };

const elsewhere = { ...attachment, instanceId: 'i-2' };
const asAnother = { ...attachment, device: '/dev/sdz' };

const codesOf = async (
  adopted: Promise<{ clashes: readonly { code: string }[] }>,
): Promise<readonly string[]> => (await adopted).clashes.map(({ code }) => code);

describe('An image that is adopted', () => {
  it('gets its name and holds its snapshots, known or not', async () => {
    const service = new Adopting();
    await service.adopt(image(), 'k1');
    expect(service.recordedTypes).toEqual(
      expect.arrayContaining(['ImageAdopted', 'ImageNameAdopted', 'SnapshotHeld']),
    );
    await service.reactToEverything();
    expect(service.recordedTypes).toHaveLength(3);
    await service.adopt(image(), 'k2');
    expect(service.recordedTypes).toHaveLength(3);
  });

  it.each([
    { after: 0, recorded: true },
    { after: 1, recorded: false },
    { after: 1, recorded: true },
    { after: 2, recorded: false },
  ])('is finished by the process manager when the request dies at %j', async (crash) => {
    const service = new Adopting();
    service.store.failNext(crash);
    await expect(service.adopt(image(), 'k1')).rejects.toThrow(EventStoreUnavailable);
    await new Adopting(service.store).reactToEverything();
    const undisturbed = new Adopting();
    await undisturbed.adopt(image(), 'k1');
    expect([...service.recorded].sort()).toEqual([...undisturbed.recorded].sort());
  });

  it('is known although another has its name, which is told each time', async () => {
    const service = new Adopting();
    await service.adopt(image(), 'k1');
    const other = image({ imageId: OTHER, blockDeviceMappings: [] });
    expect(await codesOf(service.adopt(other, 'k2'))).toEqual(['image-name-taken']);
    expect(await codesOf(service.adopt(other, 'k3'))).toEqual(['image-name-taken']);
    expect(service.recordedTypes.filter((type) => type === 'ImageAdopted')).toHaveLength(2);
  });

  it('has its name before one that was told of later, however long that takes', async () => {
    const service = new Adopting();
    service.store.beforeAppend = async (stream) => {
      if (stream === `image-${IMAGE}`) await setTimeout(20);
    };
    const other = image({ imageId: OTHER, blockDeviceMappings: [] });
    const codes = await Promise.all([image(), other].map((one) => codesOf(service.adopt(one, one.id))));
    expect(codes).toEqual([[], ['image-name-taken']]);
  });

  it('gives back what it has when it is seen to be deregistered, and has it again when it is back', async () => {
    const service = new Adopting();
    await service.adopt(image(), 'k1');
    await service.adopt(image({ state: 'deregistered' }), 'k2');
    await service.reactToEverything();
    expect(service.recordedTypes.slice(3).sort()).toEqual([
      'ImageDeregistered',
      'ImageNameReleased',
      'SnapshotReleased',
    ]);
    await service.adopt(image(), 'k3');
    expect(service.recordedTypes.slice(6).sort()).toEqual([
      'ImageNameReclaimed',
      'ImageRestored',
      'SnapshotHeld',
    ]);
    await service.adopt(image({ state: 'deregistered' }), 'k4');
    await service.reactToEverything();
    expect(service.recordedTypes.slice(9).sort()).toEqual([
      'ImageDeregistered',
      'ImageNameReleased',
      'SnapshotReleased',
    ]);
  });

  it('keeps nothing when it was deregistered while it was to get it', async () => {
    const service = new Adopting();
    service.store.failNext({ after: 0, recorded: true });
    await expect(service.adopt(image(), 'k1')).rejects.toThrow(EventStoreUnavailable);
    const { state: adopted } = await service.writePath.load(images, IMAGE);
    await service.adopt(image({ state: 'deregistered' }), 'k2');
    await service.reactToEverything();
    if (adopted.kind === 'unknown') throw new Error('it is not on record');
    await service.claimLate(adopted);
    expect(service.recordedTypes.slice(2).sort()).toEqual([
      'ImageNameAdopted',
      'ImageNameReleased',
      'SnapshotHeld',
      'SnapshotReleased',
    ]);
  });

  it('is known although a snapshot of it is gone on record', async () => {
    const service = new Adopting();
    await service.adopt(snapshot({ state: 'deleted', snapshotId: SNAPSHOT }), 'k1');
    expect(await codesOf(service.adopt(image(), 'k2'))).toEqual(['snapshot-deleted']);
  });

  it('says what of its state is not kept', async () => {
    const service = new Adopting();
    await service.adopt(image(), 'k1');
    expect(await codesOf(service.adopt(image({ state: 'pending' }), 'k2'))).toEqual(['state-not-kept']);
  });

  it('answers a repetition as the first time', async () => {
    const service = new Adopting();
    const first = await service.adopt(image({ isPublic: true }), 'k1');
    const again = await new Adopting(service.store).adopt(image({ isPublic: true }), 'k1');
    expect(first.events).toHaveLength(2);
    expect(again.events).toEqual(first.events);
  });

  it('shows in a dry run what it would clash with, and records nothing', async () => {
    const service = new Adopting();
    await service.adopt(image(), 'k1');
    const tried = await service.adopt(image({ imageId: OTHER }), 'k2', { dryRun: true });
    expect(tried).toMatchObject({ events: [{ type: 'ImageAdopted' }], clashes: [{ imageId: IMAGE }] });
    expect(service.recordedTypes).toHaveLength(3);
  });
});

describe('What a volume and an instance were seen to have of each other', () => {
  it('agrees, in whatever order they are adopted', async () => {
    for (const order of [
      [volume({ attachment }), instance()],
      [instance(), volume({ attachment })],
    ]) {
      const service = new Adopting();
      for (const [at, observation] of order.entries())
        expect(await codesOf(service.adopt(observation, `k${at}`))).toStrictEqual([]);
    }
  });

  it.each([
    [volume(), instance(), 'the volume is attached to nothing'],
    [volume({ attachment: elsewhere }), instance(), 'the volume is at i-2 as /dev/xvda'],
    [volume({ attachment: asAnother }), instance(), `the volume is at ${INSTANCE} as /dev/sdz`],
    [instance({ devices: [] }), volume({ attachment }), 'the instance has nothing there'],
    [
      instance({ devices: [{ ...root, volumeId: OTHER_VOLUME }] }),
      volume({ attachment }),
      `the instance has ${OTHER_VOLUME} there`,
    ],
    [instance({ state: 'terminated', devices: [] }), volume({ attachment }), 'the instance is terminated'],
  ])('or is told, with what is on record otherwise (%#)', async (one, other, otherwise) => {
    const service = new Adopting();
    await service.adopt(one, 'k1');
    const { clashes } = await service.adopt(other, 'k2');
    const told = `${ROOT_VOLUME} was observed at ${INSTANCE} as /dev/xvda; ${otherwise}`;
    expect(clashes.map(({ message }) => message)).toStrictEqual([told]);
    expect(service.recordedTypes).toEqual(expect.arrayContaining(['InstanceAdopted', 'VolumeAdopted']));
  });

  it('is nothing, where each has none of the other, or is gone, or nobody knows it', async () => {
    const service = new Adopting();
    expect(await codesOf(service.adopt(volume(), 'k1'))).toStrictEqual([]);
    const gone = instance({ state: 'terminated' });
    expect(await codesOf(service.adopt(gone, 'k2'))).toStrictEqual([]);
    for (const kind of ['volume', 'instance', 'snapshot'] as const)
      expect(await service.adoption.disagreements({ kind, id: 'unknown' })).toStrictEqual([]);
  });

  it('is changed by what was seen of each alone, and nothing is asked of the provider', async () => {
    const service = new Adopting();
    await service.adopt(volume({ attachment }), 'k1');
    await service.adopt(instance(), 'k2');
    await service.adopt(volume(), 'k3');
    await service.adopt(instance({ state: 'stopped' }), 'k4');
    await service.reactToEverything();
    expect(service.recordedTypes.slice(3)).toEqual(['VolumeDetached', 'InstanceStopped']);
    expect(service.provider.performed).toEqual([]);
  });

  it('goes with an instance that is gone, as seen, and nothing is asked of the provider', async () => {
    const service = new Adopting();
    await service.adopt(volume({ attachment }), 'k1');
    await service.adopt(instance(), 'k2');
    await service.adopt(instance({ state: 'terminated', devices: [] }), 'k3');
    await service.reactToEverything();
    await service.reactToEverything();
    expect(service.recordedTypes.slice(3)).toEqual([
      'InstanceTerminated',
      'VolumeDetached',
      'VolumeDeleted',
      'DeviceReleased',
    ]);
    const observed = service.store.log.map(({ metadata }) => 'observedAt' in JSON.parse(metadata));
    expect(observed.every(Boolean)).toBe(true);
    expect(service.provider.performed).toEqual([]);
  });
});
