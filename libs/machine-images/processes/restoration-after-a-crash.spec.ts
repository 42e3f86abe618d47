import { decodeEvent, EventStoreUnavailable } from '#event-sourcing';
import { wishUnder } from '../../../test/support/wish';
import { ImageNotInRecycleBin } from '../image/errors';
import { IMAGE } from '../image/image.testing';
import { imageNames } from '../image-name/image-name';
import { ImageNameIsTaken } from '../image-name/errors';
import { snapshots } from '../snapshot/snapshot';
import { create, finish, remove } from '../snapshot/snapshot.testing';
import { registrationFrom, Service, SNAPSHOT_ONE, SNAPSHOT_TWO } from './processes.testing';

const registration = registrationFrom([SNAPSHOT_ONE, SNAPSHOT_TWO]);
const OTHER = 'ami-00000000000000002';
const HELD = { [SNAPSHOT_ONE]: [IMAGE], [SNAPSHOT_TWO]: [IMAGE] };

async function inBin(): Promise<Service> {
  const service = new Service();
  await service.retain();
  await service.register(registration);
  await service.deregister();
  return service;
}

async function undisturbed(): Promise<readonly string[]> {
  const service = await inBin();
  await service.restore();
  return service.recorded;
}

/** Every place at which the process that restores can die once the claim is on record. */
const crashes = [
  { after: 0, recorded: true },
  ...[1, 2, 3].flatMap((after) => [
    { after, recorded: false },
    { after, recorded: true },
  ]),
];

describe.each(crashes)('A restoration that dies at %j', (crash) => {
  let service: Service;
  beforeEach(async () => {
    service = await inBin();
    service.store.failNext(crash);
    await expect(service.restore()).rejects.toThrow(EventStoreUnavailable);
  });

  it('is finished by the process manager, once', async () => {
    await service.restarted().reactToEverything();
    await service.restarted().reactToEverything();
    await service.reactToEverything();
    expect(service.recorded).toEqual(await undisturbed());
  });

  it('is finished by whoever asks again', async () => {
    const { state } = await service.restarted().restore();
    expect(state).toMatchObject({ lifecycle: 'available' });
    await service.restarted().reactToEverything();
    expect(service.recorded).toEqual(await undisturbed());
  });

  it('keeps the name from a registration, and the image from another restoration', async () => {
    const other = service.restarted();
    await expect(other.register({ ...registration, imageId: OTHER }, 'k2')).rejects.toThrow(ImageNameIsTaken);
    await expect(other.restore(IMAGE, 'r2')).rejects.toThrow(ImageNotInRecycleBin);
    await service.restarted().reactToEverything();
    expect(service.holds).toEqual(HELD);
  });
});

describe('A restoration that dies before its claim', () => {
  it('leaves nothing, and goes through when it is asked for again', async () => {
    const service = await inBin();
    const before = service.recorded;
    service.store.failNext();
    await expect(service.restore()).rejects.toThrow(EventStoreUnavailable);
    await service.restarted().reactToEverything();
    expect(service.recorded).toEqual(before);
    await service.restore();
    expect(service.recorded).toEqual(await undisturbed());
  });
});

describe('A restoration of an image whose deregistration died', () => {
  it.each([0, 1, 2, 3])('after append %i is of the whole image all the same', async (after) => {
    const service = new Service();
    await service.retain();
    await service.register(registration);
    if (after < 3) service.store.failNext({ after: after + 1 });
    await service.deregister().catch(() => undefined);
    await service.restarted().restore();
    await service.restarted().reactToEverything();
    await service.deregister();
    await service.reactToEverything();
    expect(service.recorded).toEqual(await undisturbed());
  });
});

describe('A dry run of a restoration', () => {
  it('gives back nothing for a deregistration that died', async () => {
    const service = new Service();
    await service.retain();
    await service.register(registration);
    service.store.failNext({ after: 1 });
    await expect(service.deregister()).rejects.toThrow(EventStoreUnavailable);
    const before = service.recorded;
    const { events } = await service.restore(IMAGE, 'r1', { dryRun: true });
    expect(events).toMatchObject([{ type: 'ImageRestored' }]);
    expect(service.recorded).toEqual(before);
  });
});

describe('The process manager of restorations', () => {
  let service: Service;
  beforeEach(async () => {
    service = await inBin();
    service.store.failNext({ recorded: true });
    await expect(service.restore()).rejects.toThrow(EventStoreUnavailable);
  });

  it('is held up by a store that does not answer', async () => {
    service.store.failNext();
    await expect(service.reactToEverything()).rejects.toThrow(EventStoreUnavailable);
  });

  it('gives back all of one whose snapshot is gone by then, and is not held up', async () => {
    for (const command of [create({ snapshotId: SNAPSHOT_TWO }), finish(), remove()])
      await service.writePath.execute(
        snapshots,
        SNAPSHOT_TWO,
        { ...command, snapshotId: SNAPSHOT_TWO } as typeof command,
        wishUnder(command.type),
      );
    await service.restarted().reactToEverything();
    expect(service.recordedTypes.slice(-2)).toEqual(['SnapshotReleased', 'ImageNameReleased']);
    expect(service.holds).toEqual({ [SNAPSHOT_ONE]: [], [SNAPSHOT_TWO]: [] });
  });

  it('finishes nothing for the release of a name', async () => {
    const released = service.store.log.find(({ type }) => type === 'ImageNameReleased')!;
    const before = service.recorded;
    await service.restoration.react(decodeEvent(imageNames.events, released));
    expect(service.recorded).toEqual(before);
  });
});

describe('Whoever is late with a deregistration', () => {
  it.each([`imagename-`, `snapshot-${SNAPSHOT_ONE}`, `snapshot-${SNAPSHOT_TWO}`])(
    'and is about to append to %s takes nothing from the image that came back meanwhile',
    async (prefix) => {
      const service = new Service();
      await service.retain();
      await service.register(registration);
      let isFirst = true;
      service.store.beforeAppend = async (stream) => {
        if (!isFirst || !stream.startsWith(prefix)) return;
        isFirst = false;
        await service.restarted().restore();
      };
      await service.deregister();
      expect(isFirst).toBe(false);
      expect(service.holds).toEqual(HELD);
      const { state } = await service.writePath.load(imageNames, registration);
      expect(state.heldBy).toBe(IMAGE);
      expect(service.recordedTypes.at(-1)).toBe('ImageRestored');
    },
  );
});

describe('A claim that comes after the image was restored and deregistered by others', () => {
  it('gives the name back, and leaves the snapshots alone', async () => {
    const service = await inBin();
    let isFirst = true;
    service.store.beforeAppend = async (stream) => {
      if (!isFirst || !stream.startsWith('imagename-')) return;
      isFirst = false;
      const other = service.restarted();
      await other.restore(IMAGE, 'r2');
      await other.deregister(IMAGE, 'd2');
    };
    await expect(service.restore()).rejects.toThrow(ImageNotInRecycleBin);
    expect(service.recordedTypes.slice(-2)).toEqual(['ImageNameReclaimed', 'ImageNameReleased']);
    const before = service.recorded;
    await service.restarted().reactToEverything();
    expect(service.recorded).toEqual(before);
    await expect(service.restarted().restore()).rejects.toThrow(ImageNotInRecycleBin);
    await service.restore(IMAGE, 'r3');
    expect(service.holds).toEqual(HELD);
  });
});

describe('Restorations and a registration that want one name at once', () => {
  const names = Array.from({ length: 20 }, (_, index) => `ami-${String(index).padStart(17, '0')}`);
  const settled = async (attempts: readonly Promise<unknown>[]) =>
    (await Promise.allSettled(attempts)).map((one) =>
      one.status === 'fulfilled' ? 'won' : (one.reason as { code?: string }).code,
    );

  it('of images that had it one after the other: one gets it', async () => {
    const service = new Service();
    await service.retain();
    for (const [index, imageId] of names.entries()) {
      await service.register({ ...registration, imageId }, `k${index}`);
      await service.deregister(imageId, `d${index}`);
    }
    const results = await settled([
      ...names.map((imageId, index) => service.restarted().restore(imageId, `r${index}`)),
      service.restarted().register({ ...registration, imageId: OTHER.replace('2', 'f') }, 'new'),
    ]);
    expect(results.filter((result) => result === 'won')).toHaveLength(1);
    expect(results.filter((result) => result === 'image-name-taken')).toHaveLength(20);
    expect(Object.values(service.holds).map((holders) => holders.length)).toEqual([1, 1]);
  });

  it('of one image: it comes back once, or not at all', async () => {
    const service = await inBin();
    const results = await settled([
      ...names.map((_, index) => service.restarted().restore(IMAGE, `r${index}`)),
      service.restarted().register({ ...registration, imageId: OTHER }, 'new'),
    ]);
    expect(results.filter((result) => result === 'won')).toHaveLength(1);
    const codes = new Set(results.filter((result) => result !== 'won'));
    expect(['image-name-taken', 'image-not-in-recycle-bin']).toEqual(expect.arrayContaining([...codes]));
    await service.restarted().reactToEverything();
    expect(Object.values(service.holds).map((holders) => holders.length)).toEqual([1, 1]);
  });

  it('keep the name from a release that was meant for an earlier claim', async () => {
    const service = await inBin();
    await service.restore();
    const release = { type: 'ReleaseImageName', imageId: IMAGE, name: registration.name } as const;
    await service.writePath.execute(imageNames, registration, release, wishUnder('late'));
    const { state } = await service.writePath.load(imageNames, registration);
    expect(state.heldBy).toBe(IMAGE);
  });
});
