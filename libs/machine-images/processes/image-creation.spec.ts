import { IdempotencyKeyReused } from '#event-sourcing';
import { wishUnder } from '../../../test/support/wish';
import { owner, stranger } from '../image/image.testing';
import { ImageNameIsTaken } from '../image-name/errors';
import { adopt } from '../instance/adoption.testing';
import { instances } from '../instance/instance';
import { INSTANCE } from '../instance/instance.testing';
import { IncorrectInstanceState } from '../instance/errors';
import { SnapshotInUse } from '../snapshot/errors';
import { Creation, MADE } from './creation.testing';

const refused = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('An image of an instance', () => {
  it('is decided by the claim of its name; then come its snapshots, held, the image, and the provider', async () => {
    const creation = await Creation.withInstance();
    const { state } = await creation.create({ description: 'before the move', tags: { a: '1' } });
    expect(creation.types).toEqual([
      'ImageNameClaimed',
      ...['SnapshotCreated', 'SnapshotHeld', 'SnapshotCreated', 'SnapshotHeld'],
      'ImageCreated',
      'InstanceRebooted',
      ...['SnapshotCompleted', 'SnapshotCompleted'],
      'ImageBecameAvailable',
    ]);
    const { instanceId } = creation;
    expect(state).toMatchObject({
      lifecycle: 'available',
      description: 'before the move',
      tags: { a: '1' },
      created: {
        ownerId: owner.account,
        architecture: 'x86_64',
        rootDeviceName: '/dev/xvda',
        origin: { kind: 'instance', instanceId },
      },
    });
    expect(state).not.toHaveProperty('created.work');
    expect(creation.provider.performed).toEqual(['launchInstances', 'createImage']);
  });

  it('has a snapshot of every volume that is attached, and says all that is known of the volume', async () => {
    const creation = await Creation.withInstance();
    const { compute, instanceId } = creation;
    await compute.attach(await compute.createVolume('vol-0aaaaaaaaaaaaaaaa'), instanceId, 'a1');
    await creation.create();
    const { devices } = await compute.instance(instanceId);
    const mapping = (await creation.image()).created.blockDeviceMappings;
    expect(mapping.map(({ deviceName }) => deviceName)).toEqual(['/dev/xvda', '/dev/sdb', '/dev/sdf']);
    expect(mapping[0]).toMatchObject({
      ebs: { volumeSize: 8, volumeType: 'gp2', encrypted: false, deleteOnTermination: true },
    });
    const made = await creation.snapshotsOf();
    expect(made.map(({ created }) => created.volumeId)).toEqual(
      [...devices.values()].map(({ volumeId }) => volumeId),
    );
    expect(made).toMatchObject(
      [8, 10, 8].map((volumeSize) => ({
        lifecycle: 'completed',
        created: {
          ownerId: owner.account,
          volumeSize,
          createdFor: { imageId: MADE },
          description: `Created by CreateImage(${instanceId}) for ${MADE}`,
        },
      })),
    );
    await expect(
      creation.storage.delete(
        { type: 'DeleteSnapshot', snapshotId: made[0]!.created.snapshotId, by: owner },
        wishUnder('delete'),
        {},
      ),
    ).rejects.toThrow(SnapshotInUse);
  });

  it('keeps the rates that a volume was given, and the instance stores, of which there is no snapshot', async () => {
    const rates = { volumeType: 'gp3', iops: 4_000, throughput: 250 } as const;
    const creation = await Creation.withInstance([
      { deviceName: '/dev/sdb', ebs: rates },
      { deviceName: '/dev/sdc', virtualName: 'ephemeral0' },
    ]);
    await creation.create();
    const { blockDeviceMappings } = (await creation.image()).created;
    const volume = { snapshotId: expect.any(String) as string, encrypted: false };
    expect(blockDeviceMappings).toStrictEqual([
      {
        deviceName: '/dev/xvda',
        ebs: { ...volume, volumeSize: 8, volumeType: 'gp2', deleteOnTermination: true },
      },
      { deviceName: '/dev/sdb', ebs: { ...volume, volumeSize: 10, ...rates, deleteOnTermination: false } },
      { deviceName: '/dev/sdc', virtualName: 'ephemeral0' },
    ]);
    expect(await creation.snapshotsOf()).toHaveLength(2);
  });

  it('cannot be made of one whose own image is not on record', async () => {
    const creation = await Creation.withInstance();
    const seen = adopt({ imageId: 'ami-00000000000000009' });
    await creation.writePath.execute(instances, INSTANCE, seen, wishUnder('adopt'));
    await expect(creation.create({ instanceId: INSTANCE })).rejects.toMatchObject({
      code: 'unknown-image',
      imageId: 'ami-00000000000000009',
    });
  });

  it('leaves a device out, adds one, and changes what goes with the instance', async () => {
    const creation = await Creation.withInstance();
    await creation.create({
      blockDeviceMappings: [
        { deviceName: '/dev/sdb', noDevice: '' },
        { deviceName: '/dev/sdg', ebs: { volumeSize: 5 } },
        { deviceName: '/dev/xvda', ebs: { deleteOnTermination: false } },
      ],
    });
    expect((await creation.image()).created.blockDeviceMappings).toMatchObject([
      { deviceName: '/dev/xvda', ebs: { deleteOnTermination: false, volumeSize: 8 } },
      { deviceName: '/dev/sdg', ebs: { volumeSize: 5 } },
    ]);
    expect(await creation.snapshotsOf()).toHaveLength(1);
    expect(creation.types.filter((type) => type === 'SnapshotCreated')).toHaveLength(1);
  });

  it('reboots the instance in no case that it runs on, and says for which image', async () => {
    const creation = await Creation.withInstance();
    await creation.create({ noReboot: true });
    expect(creation.types).not.toContain('InstanceRebooted');
    await creation.compute.act('StopInstance', creation.instanceId, 'stop');
    await creation.create({ imageId: 'ami-00000000000000001', name: 'other' }, 'c2');
    expect(creation.types).not.toContain('InstanceRebooted');
    await creation.compute.act('StartInstance', creation.instanceId, 'start');
    await creation.create({ imageId: 'ami-00000000000000002', name: 'third' }, 'c3');
    const rebooted = creation.store.log.find(({ type }) => type === 'InstanceRebooted');
    expect(JSON.parse(rebooted!.data)).toMatchObject({ cause: { imageId: 'ami-00000000000000002' } });
    await creation.restarted().reactToEverything();
    expect(creation.provider.performed).not.toContain('rebootInstance');
  });

  it('is refused of an instance that is another’s, is elsewhere, or is no more', async () => {
    const creation = await Creation.withInstance();
    const before = creation.types;
    const hidden = await refused(creation.create({}, 'c1', {}, stranger));
    const unknown = { code: 'unknown-instance', pointer: '/instanceId' };
    expect(hidden).toMatchObject({ ...unknown, isHidden: true });
    expect(await refused(creation.create({ region: 'eu-central-1' }))).toMatchObject(unknown);
    const nobody = await refused(creation.create({ instanceId: 'i-00000000000000000' }));
    expect(nobody).toMatchObject({ ...unknown, isHidden: false });
    expect(creation.types).toEqual(before);
    await creation.compute.act('TerminateInstance', creation.instanceId, 'end');
    const terminated = await refused(creation.create());
    expect(terminated).toBeInstanceOf(IncorrectInstanceState);
    expect(terminated).toMatchObject({
      pointer: '/instanceId',
      message: expect.stringMatching(/is terminated and cannot become an image$/) as string,
    });
  });

  it('is refused without the root volume of the instance', async () => {
    const creation = await Creation.withInstance();
    const { compute, instanceId } = creation;
    await compute.act('StopInstance', instanceId, 'stop');
    const { devices } = await compute.instance(instanceId);
    await compute.detach(devices.get('/dev/xvda')!.volumeId, instanceId, 'detach');
    const rootless = await refused(creation.create());
    expect(rootless).toBeInstanceOf(IncorrectInstanceState);
    expect(rootless).toMatchObject({
      pointer: '/instanceId',
      message: expect.stringMatching(/without a root volume$/) as string,
    });
  });

  it('does not take a volume for which a device is merely reserved', async () => {
    const creation = await Creation.withInstance();
    const { compute, instanceId } = creation;
    const volumeId = await compute.createVolume('vol-0aaaaaaaaaaaaaaaa');
    compute.store.failNext({ recorded: true });
    await expect(compute.attach(volumeId, instanceId, 'a1')).rejects.toThrow();
    await creation.create();
    expect(await creation.snapshotsOf()).toHaveLength(2);
  });

  it('answers a repetition as the first time, also when the instance and the image are gone since', async () => {
    const creation = await Creation.withInstance();
    const first = await creation.create();
    await creation.compute.act('TerminateInstance', creation.instanceId, 'end');
    const again = async () => {
      const before = creation.types;
      for (const process of [creation, creation.restarted()]) {
        const { state, revision } = await process.create();
        expect([state, revision]).toEqual([first.state, first.revision]);
      }
      await expect(creation.create({ name: 'another name' })).rejects.toThrow(IdempotencyKeyReused);
      await expect(creation.create({ noReboot: true })).rejects.toThrow(IdempotencyKeyReused);
      expect(creation.types).toEqual(before);
    };
    await again();
    await creation.deregister();
    await again();
  });

  it('records nothing in a dry run, and asks nothing of the provider', async () => {
    const creation = await Creation.withInstance();
    const before = creation.types;
    const { events } = await creation.create({}, 'dry', { dryRun: true });
    expect(events).toMatchObject([{ type: 'ImageCreated' }]);
    expect(creation.types).toEqual(before);
    expect(creation.provider.performed).toEqual(['launchInstances']);
  });

  it('has its name alone, of twenty that ask for it at once, and is one for twenty under one key', async () => {
    const creation = await Creation.withInstance();
    const under = await Promise.all(Array.from({ length: 20 }, () => creation.create()));
    expect(new Set(under.map(({ revision }) => revision))).toEqual(new Set([1]));
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) =>
        creation.create({ imageId: `ami-${String(n).padStart(17, '0')}`, name: 'wanted' }, `k${n}`),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(ImageNameIsTaken);
    expect(creation.types.filter((type) => type === 'ImageCreated')).toHaveLength(2);
  });
});
