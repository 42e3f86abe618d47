import { EventStoreUnavailable, IdempotencyKeyReused, PlanChanged, planDigestOf } from '#event-sourcing';
import { IMAGE } from '../image/image.testing';
import { ImageNameIsTaken } from '../image-name/errors';
import { registrationFrom, Service, SNAPSHOT_ONE, SNAPSHOT_TWO } from './processes.testing';

const OTHER_IMAGE = 'ami-00000000000000002';
const registration = registrationFrom([SNAPSHOT_ONE, SNAPSHOT_TWO]);
const WHOLE = ['ImageNameClaimed', 'SnapshotHeld', 'SnapshotHeld', 'ImageCreated', 'ImageBecameAvailable'];

describe('Registering an image', () => {
  it('claims its name, holds its snapshots, creates it', async () => {
    const service = new Service();
    const { state, revision, events } = await service.register(registration);
    expect(service.recordedTypes).toEqual(WHOLE);
    expect(service.holds).toEqual({ [SNAPSHOT_ONE]: [IMAGE], [SNAPSHOT_TWO]: [IMAGE] });
    expect(state).toMatchObject({ lifecycle: 'available', created: { imageId: IMAGE } });
    expect([revision, events.length]).toEqual([1, 2]);
  });

  it('holds a snapshot of two volumes once', async () => {
    const service = new Service();
    await service.register(registrationFrom([SNAPSHOT_ONE, SNAPSHOT_ONE]));
    expect(service.recordedTypes.filter((type) => type === 'SnapshotHeld')).toHaveLength(1);
  });

  it('answers a repetition as the first time, and records nothing', async () => {
    const service = new Service();
    const first = await service.register(registration);
    const before = service.recorded;
    for (const again of [service, service.restarted()]) {
      const { state, revision, events } = await again.register(registration);
      expect([state, revision, events]).toEqual([first.state, first.revision, []]);
    }
    expect(service.recorded).toEqual(before);
  });

  it('refuses another body under the same key, and takes nothing for it', async () => {
    const service = new Service();
    await service.register(registration);
    const before = service.recorded;
    const others = [registrationFrom([SNAPSHOT_TWO]), registrationFrom([SNAPSHOT_ONE], { name: 'other' })];
    for (const other of others) await expect(service.register(other)).rejects.toThrow(IdempotencyKeyReused);
    await service.reactToEverything();
    expect(service.recorded).toEqual(before);
  });

  it('refuses what no image can be, and takes nothing for it', async () => {
    const service = new Service();
    await expect(service.register({ ...registration, name: '?' })).rejects.toThrow('an image name has');
    expect(service.recorded).toEqual([]);
  });
});

describe('A name that another image has', () => {
  const other = { ...registration, imageId: OTHER_IMAGE };

  it('is refused', async () => {
    const service = new Service();
    await service.register(registration);
    const before = service.recorded;
    await expect(service.register(other, 'k2')).rejects.toThrow(ImageNameIsTaken);
    expect(service.recorded).toEqual(before);
  });

  it('is free in another account and in another region', async () => {
    const service = new Service();
    await service.register(registration);
    await service.register({ ...other, ownerId: '444455556666' }, 'k2');
    await service.register({ ...other, imageId: 'ami-00000000000000003', region: 'eu-west-1' }, 'k3');
    expect(service.recordedTypes.filter((type) => type === 'ImageCreated')).toHaveLength(3);
  });

  it('is one image at a time, however many ask at once', async () => {
    const service = new Service();
    const asked = [service, service.restarted(), service.restarted()].map((process, index) =>
      process.register({ ...registration, imageId: `ami-0000000000000000${index}` }, `k${index}`),
    );
    const answers = await Promise.allSettled(asked);
    const refused = answers.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(2);
    for (const answer of refused)
      expect(answer).toMatchObject({ reason: expect.any(ImageNameIsTaken) as unknown });
    expect(service.recordedTypes).toEqual(WHOLE);
  });

  it('is free when that image was deregistered', async () => {
    const service = new Service();
    await service.register(registration);
    await service.deregister();
    await service.register(other, 'k2');
    expect(service.holds).toEqual({ [SNAPSHOT_ONE]: [OTHER_IMAGE], [SNAPSHOT_TWO]: [OTHER_IMAGE] });
  });

  it('is free even when whoever deregistered that image died before giving it back', async () => {
    const service = new Service();
    await service.register(registration);
    service.store.failNext({ after: 1 });
    await expect(service.deregister()).rejects.toThrow(EventStoreUnavailable);
    const { state } = await service.register(other, 'k2');
    expect(state).toMatchObject({ created: { imageId: OTHER_IMAGE } });
    expect(service.holds).toEqual({ [SNAPSHOT_ONE]: [OTHER_IMAGE], [SNAPSHOT_TWO]: [OTHER_IMAGE] });
  });
});

describe('A dry run of a registration', () => {
  it('answers what would be recorded of the image, and records nothing', async () => {
    const service = new Service();
    const { events, state } = await service.register(registration, 'k1', { dryRun: true });
    expect(events.map(({ type }) => type)).toEqual(['ImageCreated', 'ImageBecameAvailable']);
    expect(state).toEqual({ kind: 'unknown' });
    expect(service.recorded).toEqual([]);
  });

  it('is refused as the registration would be', async () => {
    const service = new Service();
    await service.register(registration);
    const other = { ...registration, imageId: OTHER_IMAGE };
    await expect(service.register(other, 'k2', { dryRun: true })).rejects.toThrow(ImageNameIsTaken);
  });

  it('does not give back a name for a process that died', async () => {
    const service = new Service();
    await service.register(registration);
    service.store.failNext({ after: 1 });
    await expect(service.deregister()).rejects.toThrow(EventStoreUnavailable);
    const before = service.recorded;
    const other = { ...registration, imageId: OTHER_IMAGE };
    const { events } = await service.register(other, 'k2', { dryRun: true });
    expect(events).toHaveLength(2);
    expect(service.recorded).toEqual(before);
  });
});

describe('A registration that names what its dry run showed', () => {
  it('is carried out where that is what would be recorded', async () => {
    const service = new Service();
    const { events } = await service.register(registration, 'dry', { dryRun: true });
    const { state } = await service.register(registration, 'k1', { planDigest: planDigestOf(events) });
    expect(state).toMatchObject({ lifecycle: 'available' });
    expect(service.recordedTypes).toEqual(WHOLE);
  });

  it('is refused where something else would be, and takes nothing for it', async () => {
    const service = new Service();
    const { events } = await service.register({ ...registration, tags: { a: '1' } }, 'dry', { dryRun: true });
    const options = { planDigest: planDigestOf(events) };
    await expect(service.register(registration, 'k1', options)).rejects.toThrow(PlanChanged);
    expect(service.recorded).toEqual([]);
  });
});
