import { decodeEvent, EventStoreUnavailable } from '#event-sourcing';
import { UnknownImage } from '../image/errors';
import { images } from '../image/image';
import { deregistered, IMAGE } from '../image/image.testing';
import { registrationFrom, Service, SNAPSHOT_ONE, SNAPSHOT_TWO } from './processes.testing';

const registration = registrationFrom([SNAPSHOT_ONE, SNAPSHOT_TWO]);
const GIVEN_BACK = ['ImageDeregistered', 'ImageNameReleased', 'SnapshotReleased', 'SnapshotReleased'];

async function registered(): Promise<Service> {
  const service = new Service();
  await service.register(registration);
  return service;
}

describe('Deregistering an image', () => {
  it('ends it, and gives back its name and its snapshots', async () => {
    const service = await registered();
    const { state, events } = await service.deregister();
    expect(service.recordedTypes.slice(-4)).toEqual(GIVEN_BACK);
    expect(service.holds).toEqual({ [SNAPSHOT_ONE]: [], [SNAPSHOT_TWO]: [] });
    expect(state).toMatchObject({ lifecycle: 'deregistered' });
    expect(events).toHaveLength(1);
  });

  it('is answered with where it stands in the log, where nothing was to be deleted', async () => {
    const service = await registered();
    const { outcome, deletedSnapshots } = await service.deregisterWith({});
    const { position } = service.store.log.find(({ type }) => type === 'ImageDeregistered')!;
    expect([outcome.position, deletedSnapshots]).toEqual([position, []]);
  });

  it('gives back what it has each time, however often it was restored', async () => {
    const service = new Service();
    await service.retain();
    await service.register(registration);
    for (const time of [1, 2, 3]) {
      await service.deregister(IMAGE, `d${time}`);
      expect(service.holds).toEqual({ [SNAPSHOT_ONE]: [], [SNAPSHOT_TWO]: [] });
      expect(service.recordedTypes.slice(-4)).toEqual(GIVEN_BACK);
      await service.restore(IMAGE, `r${time}`);
    }
  });

  it('records nothing when it is repeated, under the same key or another', async () => {
    const service = await registered();
    await service.deregister();
    const before = service.recorded;
    for (const key of ['d1', 'd2']) {
      const { events, state } = await service.restarted().deregister(IMAGE, key);
      expect([events, state]).toEqual([[], expect.objectContaining({ lifecycle: 'deregistered' })]);
    }
    expect(service.recorded).toEqual(before);
  });

  it('takes nothing from the image that has the name now', async () => {
    const service = await registered();
    await service.deregister();
    await service.register({ ...registration, imageId: 'ami-00000000000000002' }, 'k2');
    const before = service.recorded;
    await service.restarted().deregister(IMAGE, 'd2');
    await service.restarted().reactToEverything();
    expect(service.recorded).toEqual(before);
  });

  it('is refused for an image that does not exist', async () => {
    await expect(new Service().deregister()).rejects.toThrow(UnknownImage);
  });

  it('records nothing in a dry run', async () => {
    const service = await registered();
    const before = service.recorded;
    const { outcome, deletedSnapshots } = await service.deregisterWith({}, IMAGE, 'd1', { dryRun: true });
    expect([outcome.events, deletedSnapshots]).toEqual([[deregistered], []]);
    expect(service.recorded).toEqual(before);
  });

  it('gives back nothing in a dry run of what is done', async () => {
    const service = await registered();
    service.store.failNext({ after: 1 });
    await expect(service.deregister()).rejects.toThrow(EventStoreUnavailable);
    const before = service.recorded;
    await service.deregister(IMAGE, 'd2', { dryRun: true });
    expect(service.recorded).toEqual(before);
  });
});

/** Every place at which it can die once the deregistration is on record. */
const crashes = [
  { after: 0, recorded: true },
  ...[1, 2, 3].flatMap((after) => [
    { after, recorded: false },
    { after, recorded: true },
  ]),
];

describe.each(crashes)('A deregistration that dies at %j', (crash) => {
  it('is finished by the process manager, once', async () => {
    const whole = await registered();
    await whole.deregister();

    const service = await registered();
    service.store.failNext(crash);
    await expect(service.deregister()).rejects.toThrow(EventStoreUnavailable);
    await service.restarted().reactToEverything();
    await service.restarted().reactToEverything();
    expect(service.recorded).toEqual(whole.recorded);
  });

  it('is finished by whoever asks again', async () => {
    const service = await registered();
    service.store.failNext(crash);
    await expect(service.deregister()).rejects.toThrow(EventStoreUnavailable);
    await service.restarted().deregister(IMAGE, 'd2');
    expect(service.recordedTypes.slice(-4)).toEqual(GIVEN_BACK);
  });
});

describe('The process manager of deregistrations', () => {
  it('gives back nothing of an image that is there', async () => {
    const service = await registered();
    const before = service.recorded;
    const created = service.store.log.find(({ type }) => type === 'ImageBecameAvailable');
    const read = { recorded: created!, metadata: JSON.parse(created!.metadata) as never };
    await service.deregistration.react({
      ...read,
      event: { type: 'ImageBecameAvailable', data: { imageId: IMAGE } },
    });
    await service.deregistration.react({
      ...read,
      event: deregistered,
    });
    expect(service.recorded).toEqual(before);
  });

  it('gives back nothing for another event of an image that is gone', async () => {
    const service = await registered();
    const created = service.store.log.find(({ type }) => type === 'ImageBecameAvailable')!;
    service.store.failNext({ after: 1 });
    await expect(service.deregister()).rejects.toThrow(EventStoreUnavailable);
    const before = service.recorded;
    await service.deregistration.react(decodeEvent(images.events, created));
    expect(service.recorded).toEqual(before);
  });

  it('has a name that never changes, and says what it reacts to', () => {
    const { deregistration, registration: ofRegistration } = new Service();
    expect([deregistration.name, deregistration.reactsTo]).toEqual([
      'image-deregistration',
      ['ImageDeregistered'],
    ]);
    expect([ofRegistration.name, ofRegistration.reactsTo]).toEqual([
      'image-registration',
      ['ImageNameClaimed'],
    ]);
  });
});
