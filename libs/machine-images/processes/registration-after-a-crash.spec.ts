import { EventStoreUnavailable, IdempotencyKeyReused } from '#event-sourcing';
import { IMAGE } from '../image/image.testing';
import { registrationFrom, Service, SNAPSHOT_ONE, SNAPSHOT_THREE, SNAPSHOT_TWO } from './processes.testing';

const registration = registrationFrom([SNAPSHOT_ONE, SNAPSHOT_TWO]);
const APPENDS = 4;

/** Every place at which the process that registers can die once the claim is on record. */
const crashes = Array.from({ length: APPENDS }, (_, after) => after).flatMap((after) => [
  ...(after > 0 ? [{ after, recorded: false }] : []),
  { after, recorded: true },
]);

async function undisturbed(): Promise<readonly string[]> {
  const service = new Service();
  await service.register(registration);
  return service.recorded;
}

describe.each(crashes)('A registration that dies at %j', (crash) => {
  let service: Service;
  beforeEach(async () => {
    service = new Service();
    service.store.failNext(crash);
    await expect(service.register(registration)).rejects.toThrow(EventStoreUnavailable);
  });

  it('is finished by the process manager', async () => {
    await service.restarted().reactToEverything();
    expect(service.recorded).toEqual(await undisturbed());
  });

  it('is finished by whoever asks again, in this process or another', async () => {
    const { state } = await service.restarted().register(registration);
    expect(state).toMatchObject({ lifecycle: 'available' });
    await service.register(registration);
    expect(service.recorded).toEqual(await undisturbed());
  });

  it('is finished once, however often the process manager reads the log', async () => {
    await service.restarted().reactToEverything();
    await service.restarted().reactToEverything();
    await service.reactToEverything();
    expect(service.recorded).toEqual(await undisturbed());
  });
});

describe('A registration that dies before its claim', () => {
  it('leaves nothing, and goes through when it is asked for again', async () => {
    const service = new Service();
    service.store.failNext();
    await expect(service.register(registration)).rejects.toThrow(EventStoreUnavailable);
    await service.restarted().reactToEverything();
    expect(service.recorded).toEqual([]);
    await service.register(registration);
    expect(service.recorded).toEqual(await undisturbed());
  });
});

describe('A process manager that reads the claim again', () => {
  it('holds nothing for an image that was deregistered since', async () => {
    const service = new Service();
    await service.register(registration);
    await service.deregister();
    const before = service.recorded;
    await service.restarted().reactToEverything();
    expect(service.recorded).toEqual(before);
  });

  it('leaves the release of a name alone', async () => {
    const service = new Service();
    await service.register(registration);
    await service.deregister();
    const released = service.store.log.find(({ type }) => type === 'ImageNameReleased');
    await service.registration.react({
      event: { type: 'ImageNameReleased', data: { imageId: IMAGE, name: registration.name } },
      recorded: released!,
      metadata: JSON.parse(released!.metadata) as never,
    });
    expect(service.recordedTypes.at(-1)).toBe('SnapshotReleased');
  });

  it('is held up by a store that does not answer', async () => {
    const service = new Service();
    service.store.failNext({ after: 1 });
    await expect(service.register(registration)).rejects.toThrow(EventStoreUnavailable);
    service.store.failNext();
    await expect(service.reactToEverything()).rejects.toThrow(EventStoreUnavailable);
  });
});

describe('Two bodies under one key, both claimed before either image was made', () => {
  const other = registrationFrom([SNAPSHOT_TWO, SNAPSHOT_THREE], { name: 'other' });
  let service: Service;

  beforeEach(async () => {
    service = new Service();
    service.store.failNext({ after: 1 });
    await expect(service.register(other)).rejects.toThrow(EventStoreUnavailable);
    await service.register(registration);
  });

  it('make the image that was finished first; the other claim gives back its name', async () => {
    await service.restarted().reactToEverything();
    expect(service.recordedTypes.at(-1)).toBe('ImageNameReleased');
    expect(service.holds).toEqual({ [SNAPSHOT_ONE]: [IMAGE], [SNAPSHOT_TWO]: [IMAGE] });
    const { state } = await service.register({ ...other, imageId: 'ami-00000000000000002' }, 'k2');
    expect(state).toMatchObject({ created: { name: 'other' } });
  });

  it('are settled once, however often the log is read', async () => {
    await service.restarted().reactToEverything();
    const before = service.recorded;
    await service.restarted().reactToEverything();
    await service.reactToEverything();
    expect(service.recorded).toEqual(before);
  });

  it('answer the second as another request under a used key', async () => {
    await expect(service.register(other)).rejects.toThrow(IdempotencyKeyReused);
    await expect(service.restarted().register(other)).rejects.toThrow(IdempotencyKeyReused);
  });
});

describe('Two bodies under one key, of which the slower one already holds its snapshots', () => {
  const slower = registrationFrom([SNAPSHOT_TWO, SNAPSHOT_THREE], { name: 'other' });

  /** The faster one comes in before the slower one appends to the stream. */
  async function raced(
    meanwhile: (faster: Service) => Promise<unknown>,
    before = 'image-',
  ): Promise<Service> {
    const service = new Service();
    let isFirst = true;
    service.store.beforeAppend = async (stream) => {
      if (!stream.startsWith(before) || !isFirst) return;
      isFirst = false;
      await meanwhile(service.restarted());
    };
    await expect(service.register(slower)).rejects.toThrow(IdempotencyKeyReused);
    return service;
  }

  it('give back what only the slower one took', async () => {
    const service = await raced((faster) => faster.register(registration));
    expect(service.holds).toEqual({ [SNAPSHOT_ONE]: [IMAGE], [SNAPSHOT_TWO]: [IMAGE], [SNAPSHOT_THREE]: [] });
    expect(service.recordedTypes.at(-1)).toBe('ImageNameReleased');
    await service.reactToEverything();
    expect(service.recordedTypes.filter((type) => type.endsWith('Released'))).toHaveLength(2);
  });

  it.each(['image-', `snapshot-${SNAPSHOT_TWO}`])(
    'hold nothing when the faster one was deregistered since, before the slower one appends to %s',
    async (before) => {
      const service = await raced(async (faster) => {
        await faster.register(registration);
        await faster.deregister();
      }, before);
      expect(Object.values(service.holds)).toEqual([[], [], []]);
    },
  );

  it('leave the name alone when both asked for the same one', async () => {
    const service = new Service();
    const same = registrationFrom([SNAPSHOT_ONE, SNAPSHOT_THREE]);
    service.store.failNext({ after: 1 });
    await expect(service.register(registration)).rejects.toThrow(EventStoreUnavailable);
    await expect(service.register(same)).rejects.toThrow(IdempotencyKeyReused);
    await service.reactToEverything();
    expect(service.holds).toEqual({ [SNAPSHOT_ONE]: [IMAGE], [SNAPSHOT_TWO]: [IMAGE] });
    expect(service.recordedTypes).not.toContain('ImageNameReleased');
  });
});
