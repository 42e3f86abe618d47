import { IdempotencyKeyReused } from '#event-sourcing';
import { wishUnder } from '../../../test/support/wish';
import { ImageNotInRecycleBin, UnknownImage } from '../image/errors';
import { IMAGE, restore } from '../image/image.testing';
import { ImageNameIsTaken } from '../image-name/errors';
import { SnapshotInUse } from '../snapshot/errors';
import { snapshots } from '../snapshot/snapshot';
import { create, finish, owner, remove } from '../snapshot/snapshot.testing';
import { registrationFrom, Service, SNAPSHOT_ONE, SNAPSHOT_TWO } from './processes.testing';

const registration = registrationFrom([SNAPSHOT_ONE, SNAPSHOT_TWO]);
const OTHER = 'ami-00000000000000002';
const RESTORED = ['ImageNameReclaimed', 'SnapshotHeld', 'SnapshotHeld', 'ImageRestored'];

async function inBin(): Promise<Service> {
  const service = new Service();
  await service.retain();
  await service.register(registration);
  await service.deregister();
  return service;
}

async function made(service: Service, snapshotId: string): Promise<void> {
  for (const command of [create({ snapshotId }), finish()])
    await service.writePath.execute(
      snapshots,
      snapshotId,
      { ...command, snapshotId } as typeof command,
      wishUnder(`${command.type} ${snapshotId}`),
    );
}

describe('Restoring an image', () => {
  it('claims its name again, holds its snapshots again, and brings it back', async () => {
    const service = await inBin();
    const { state, events } = await service.restore();
    expect(service.recordedTypes.slice(-4)).toEqual(RESTORED);
    expect(service.holds).toEqual({ [SNAPSHOT_ONE]: [IMAGE], [SNAPSHOT_TWO]: [IMAGE] });
    expect(state).toMatchObject({ lifecycle: 'available' });
    expect(events).toHaveLength(1);
    await expect(service.register({ ...registration, imageId: OTHER }, 'k2')).rejects.toThrow(
      ImageNameIsTaken,
    );
  });

  it('answers a repetition as the first time, and records nothing more', async () => {
    const service = await inBin();
    await service.restore();
    const before = service.recorded;
    const { state, events } = await service.restarted().restore();
    expect([events, state]).toEqual([[], expect.objectContaining({ lifecycle: 'available' })]);
    const { restorationId: _, ...wished } = restore();
    const reused = service.restoration.restore(wished, wishUnder('r1', 'another body'), {});
    await expect(reused).rejects.toThrow(IdempotencyKeyReused);
    await service.restarted().reactToEverything();
    expect(service.recorded).toEqual(before);
  });

  it('answers a repetition as the first time, also when its snapshots are gone since', async () => {
    const service = await inBin();
    await made(service, SNAPSHOT_TWO);
    await service.restore();
    await service.deregister(IMAGE, 'd2');
    const command = { type: 'DeleteSnapshot', snapshotId: SNAPSHOT_TWO, by: owner } as const;
    await service.writePath.execute(snapshots, SNAPSHOT_TWO, command, wishUnder('x'));
    const before = service.recorded;
    expect((await service.restore()).state).toMatchObject({ lifecycle: 'available' });
    expect(service.recorded).toEqual(before);
  });

  it('is refused when it is not in the bin, and records nothing', async () => {
    const service = await inBin();
    await service.restore();
    const before = service.recorded;
    await expect(service.restore(IMAGE, 'r2')).rejects.toThrow(ImageNotInRecycleBin);
    await expect(new Service().restore()).rejects.toThrow(UnknownImage);
    expect(service.recorded).toEqual(before);
  });

  it.each([{}, { dryRun: true }])('is refused when another image has the name: %j', async (options) => {
    const service = await inBin();
    await service.register({ ...registration, imageId: OTHER }, 'k2');
    const before = service.recorded;
    await expect(service.restore(IMAGE, 'r1', options)).rejects.toThrow(ImageNameIsTaken);
    expect(service.recorded).toEqual(before);
  });

  it('records nothing in a dry run', async () => {
    const service = await inBin();
    const before = service.recorded;
    const { events } = await service.restore(IMAGE, 'r1', { dryRun: true });
    expect(events.map(({ type }) => type)).toEqual(['ImageRestored']);
    expect(service.recorded).toEqual(before);
  });

  it('is possible again after another deregistration', async () => {
    const service = await inBin();
    await service.restore();
    await service.deregister(IMAGE, 'd2');
    expect(service.holds).toEqual({ [SNAPSHOT_ONE]: [], [SNAPSHOT_TWO]: [] });
    await service.restore(IMAGE, 'r2');
    expect(service.holds).toEqual({ [SNAPSHOT_ONE]: [IMAGE], [SNAPSHOT_TWO]: [IMAGE] });
    const before = service.recorded;
    await service.restarted().reactToEverything();
    await service.deregister(IMAGE, 'd1');
    expect(service.recorded).toEqual(before);
  });
});

describe('Restoring an image one of whose snapshots', () => {
  it('is deleted is refused with its name, and records nothing', async () => {
    const service = await inBin();
    await made(service, SNAPSHOT_TWO);
    await service.writePath.execute(
      snapshots,
      SNAPSHOT_TWO,
      { type: 'DeleteSnapshot', snapshotId: SNAPSHOT_TWO, by: owner },
      wishUnder('x'),
    );
    const before = service.recorded;
    await expect(service.restore()).rejects.toThrow(`the snapshot ${SNAPSHOT_TWO} is deleted`);
    expect(service.recorded).toEqual(before);
  });

  it('is deleted just before it is held gives back all that it took', async () => {
    const service = await inBin();
    await made(service, SNAPSHOT_TWO);
    let isDeleted = false;
    service.store.beforeAppend = async (stream) => {
      if (isDeleted || stream !== `snapshot-${SNAPSHOT_ONE}`) return;
      isDeleted = true;
      const command = { ...remove(), snapshotId: SNAPSHOT_TWO } as ReturnType<typeof remove>;
      await service.restarted().writePath.execute(snapshots, SNAPSHOT_TWO, command, wishUnder('x'));
    };
    await expect(service.restore()).rejects.toThrow(`the snapshot ${SNAPSHOT_TWO} is deleted`);
    expect(service.recordedTypes.slice(-2)).toEqual(['SnapshotReleased', 'ImageNameReleased']);
    expect(service.holds).toEqual({ [SNAPSHOT_ONE]: [], [SNAPSHOT_TWO]: [] });
    const before = service.recorded;
    await service.restarted().reactToEverything();
    expect(service.recorded).toEqual(before);
    await service.register({ ...registrationFrom([SNAPSHOT_ONE]), imageId: OTHER }, 'k2');
  });

  it('is held again cannot be deleted', async () => {
    const service = await inBin();
    await made(service, SNAPSHOT_TWO);
    await service.restore();
    const command = { ...remove(), snapshotId: SNAPSHOT_TWO } as ReturnType<typeof remove>;
    await expect(service.writePath.execute(snapshots, SNAPSHOT_TWO, command, wishUnder('x'))).rejects.toThrow(
      SnapshotInUse,
    );
  });
});
