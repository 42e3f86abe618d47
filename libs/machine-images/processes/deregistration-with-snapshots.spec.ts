import { EventStoreUnavailable } from '#event-sourcing';
import { wishUnder } from '../../../test/support/wish';
import { ImageIsDeregistered } from '../image/errors';
import { IMAGE } from '../image/image.testing';
import { snapshots } from '../snapshot/snapshot';
import { create, finish } from '../snapshot/snapshot.testing';
import { registrationFrom, Service, SNAPSHOT_ONE, SNAPSHOT_THREE, SNAPSHOT_TWO } from './processes.testing';

const registration = registrationFrom([SNAPSHOT_ONE, SNAPSHOT_TWO, SNAPSHOT_THREE]);
const OTHER = 'ami-00000000000000002';
const WITH = { deleteAssociatedSnapshots: true };

/** The first two are the ledger's own, and another image needs the second; of the third the ledger knows nothing. */
async function registered({ isRetained = false } = {}): Promise<Service> {
  const service = new Service();
  if (isRetained) await service.retain();
  for (const snapshotId of [SNAPSHOT_ONE, SNAPSHOT_TWO])
    for (const command of [create({ snapshotId, ownerId: registration.ownerId }), finish()])
      await service.writePath.execute(
        snapshots,
        snapshotId,
        { ...command, snapshotId } as typeof command,
        wishUnder(`${command.type} ${snapshotId}`),
      );
  await service.register(registration);
  await service.register({ ...registrationFrom([SNAPSHOT_TWO]), imageId: OTHER, name: 'other' }, 'k2');
  return service;
}

const deleted = (service: Service): readonly string[] =>
  service.store.log
    .filter(({ type }) => type === 'SnapshotDeleted')
    .map(({ data }) => (JSON.parse(data) as { snapshotId: string }).snapshotId);

describe('Deregistering an image with its snapshots', () => {
  it('deletes those that nothing else needs, and says of each what became of it', async () => {
    const service = await registered();
    const { deletedSnapshots, outcome } = await service.deregisterWith(WITH);
    expect(deletedSnapshots).toEqual([
      { snapshotId: SNAPSHOT_ONE, returnCode: 'success' },
      { snapshotId: SNAPSHOT_TWO, returnCode: 'skipped' },
      { snapshotId: SNAPSHOT_THREE, returnCode: 'client-error' },
    ]);
    expect(deleted(service)).toEqual([SNAPSHOT_ONE]);
    expect(outcome.position).toBe(service.store.log.at(-1)!.position);
  });

  it('does not touch what belongs to another account', async () => {
    const service = new Service();
    await service.register(registrationFrom([SNAPSHOT_ONE]));
    const snapshot = { ...create({ snapshotId: SNAPSHOT_ONE, ownerId: '999999999999' }) };
    await service.writePath.execute(snapshots, SNAPSHOT_ONE, snapshot, wishUnder('made later'));
    const { deletedSnapshots } = await service.deregisterWith(WITH);
    expect(deletedSnapshots).toEqual([{ snapshotId: SNAPSHOT_ONE, returnCode: 'missing-permissions' }]);
    expect(deleted(service)).toEqual([]);
  });

  it('is answered again as it was, and records nothing more', async () => {
    const service = await registered();
    const first = await service.deregisterWith(WITH);
    const before = service.recorded;
    const again = await service.restarted().deregisterWith(WITH);
    expect(again.deletedSnapshots).toEqual(first.deletedSnapshots);
    await service.restarted().reactToEverything();
    expect(service.recorded).toEqual(before);
  });

  it('says where the last deletion stands, and not where one stands that was there before', async () => {
    const service = await registered();
    await service.deregister(OTHER, 'd0');
    service.store.failNext({ after: 5 });
    await expect(service.deregisterWith(WITH)).rejects.toThrow(EventStoreUnavailable);
    const by = { account: registration.ownerId, administrator: false };
    const remove = { type: 'DeleteSnapshot', snapshotId: SNAPSHOT_TWO, by } as const;
    await service.writePath.execute(snapshots, SNAPSHOT_TWO, remove, wishUnder('by hand'));
    const { outcome } = await service.restarted().deregisterWith(WITH);
    expect(deleted(service)).toEqual([SNAPSHOT_TWO, SNAPSHOT_ONE]);
    expect(outcome.position).toBe(service.store.log.at(-1)!.position);
  });

  it('cannot be asked for once they were kept', async () => {
    const service = await registered();
    await service.deregister();
    await expect(service.deregisterWith(WITH, IMAGE, 'd2')).rejects.toThrow(ImageIsDeregistered);
    await service.restarted().reactToEverything();
    expect(deleted(service)).toEqual([]);
  });

  it('deletes nothing in a dry run', async () => {
    const service = await registered();
    const before = service.recorded;
    await service.deregisterWith(WITH, IMAGE, 'd1', { dryRun: true });
    expect(service.recorded).toEqual(before);
  });

  it('is not undone by a restoration, which names the snapshot that is gone', async () => {
    const service = await registered({ isRetained: true });
    await service.deregisterWith(WITH);
    const before = service.recorded;
    await expect(service.restore()).rejects.toThrow(`the snapshot ${SNAPSHOT_ONE} is deleted`);
    expect(service.recorded).toEqual(before);
  });

  it('is an outage where the store does not answer, and no refusal', async () => {
    const service = await registered();
    service.store.failNext({ after: 5 });
    await expect(service.deregisterWith(WITH)).rejects.toThrow(EventStoreUnavailable);
  });
});

/** Every place at which it can die once the deregistration is on record: the name, three holds, one deletion. */
const crashes = [
  { after: 0, recorded: true },
  ...[1, 2, 3, 4, 5].flatMap((after) => [
    { after, recorded: false },
    { after, recorded: true },
  ]),
];

describe.each(crashes)('A deregistration with snapshots that dies at %j', (crash) => {
  it.each([
    ['the process manager', (service: Service) => service.reactToEverything()],
    ['whoever asks again', (service: Service) => service.deregisterWith(WITH)],
  ])('is finished by %s, once', async (_, finishing) => {
    const whole = await registered();
    await whole.deregisterWith(WITH);

    const service = await registered();
    service.store.failNext(crash);
    await expect(service.deregisterWith(WITH)).rejects.toThrow(EventStoreUnavailable);
    await finishing(service.restarted());
    await service.restarted().reactToEverything();
    expect(service.recorded).toEqual(whole.recorded);
  });
});
