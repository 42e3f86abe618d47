import { EventStoreUnavailable } from '#event-sourcing';
import { wishUnder } from '../../../test/support/wish';
import type { SnapshotCommand } from '../snapshot/commands';
import { SnapshotHasFailed, SnapshotIsDeleted, UnknownSnapshot } from '../snapshot/errors';
import { snapshots } from '../snapshot/snapshot';
import { create, finish, owner, remove } from '../snapshot/snapshot.testing';
import { registrationFrom, Service, SNAPSHOT_ONE, SNAPSHOT_TWO } from './processes.testing';

const registration = registrationFrom([SNAPSHOT_ONE, SNAPSHOT_TWO]);

/** What is done to the second snapshot of the registration. */
async function done(service: Service, ...commands: readonly SnapshotCommand[]): Promise<void> {
  for (const [index, command] of commands.entries())
    await service.writePath.execute(
      snapshots,
      SNAPSHOT_TWO,
      { ...command, snapshotId: SNAPSHOT_TWO } as SnapshotCommand,
      wishUnder(`${command.type} ${index} ${service.store.log.length}`),
    );
}

const created = create({ snapshotId: SNAPSHOT_TWO });

describe('Registering an image from a snapshot', () => {
  it.each([
    ['that is deleted', [created, finish(), remove()], SnapshotIsDeleted],
    ['that failed', [created, finish('no room')], SnapshotHasFailed],
    [
      'of another account',
      [create({ snapshotId: SNAPSHOT_TWO, ownerId: '999999999999' }), finish()],
      UnknownSnapshot,
    ],
  ])('%s is refused, and records nothing', async (_, commands, refusal) => {
    const service = new Service();
    await done(service, ...commands);
    const before = service.recorded;
    await expect(service.register(registration)).rejects.toThrow(refusal);
    await expect(service.register(registration, 'dry', { dryRun: true })).rejects.toThrow(refusal);
    expect(service.recorded).toEqual(before);
  });

  it('of its own works, also while the snapshot is being made', async () => {
    const service = new Service();
    await done(service, create({ snapshotId: SNAPSHOT_TWO, ownerId: registration.ownerId }));
    const { state } = await service.register(registration);
    expect(state).toMatchObject({ lifecycle: 'available' });
    await expect(done(service, finish(), remove(owner))).rejects.toThrow(/in use by ami-/);
  });

  it('that is deleted just before it is held gives back all that it took', async () => {
    const service = new Service();
    await done(service, created, finish());
    let isDeleted = false;
    service.store.beforeAppend = async (stream) => {
      if (isDeleted || stream !== `snapshot-${SNAPSHOT_ONE}`) return;
      isDeleted = true;
      await done(service.restarted(), remove(owner));
    };
    await expect(service.register(registration)).rejects.toThrow(SnapshotIsDeleted);
    expect(service.recordedTypes.slice(-2)).toEqual(['SnapshotReleased', 'ImageNameReleased']);
    expect(service.holds).toEqual({ [SNAPSHOT_ONE]: [] });
  });

  it('that is deleted after the request died gives back all that it took, by the process manager', async () => {
    const service = new Service();
    await done(service, created, finish());
    service.store.failNext({ after: 1, recorded: true });
    await expect(service.register(registration)).rejects.toThrow(EventStoreUnavailable);
    await done(service, remove(owner));
    await service.restarted().reactToEverything();
    await service.restarted().reactToEverything();
    expect(service.recordedTypes.slice(-2)).toEqual(['SnapshotReleased', 'ImageNameReleased']);
    await expect(service.restarted().register(registration)).rejects.toThrow(SnapshotIsDeleted);
    const other = { ...registrationFrom([SNAPSHOT_ONE]), imageId: 'ami-00000000000000002' };
    expect((await service.register(other, 'k2')).state).toMatchObject({ lifecycle: 'available' });
  });
});
