import { goldenFilesContract, readGoldenEvents } from '../../test/support/golden-files';
import { images } from './image/image';
import type { ImageState } from './image/state';
import { imageEvents, imageNames, machineImageEvents, memberships, snapshots, volumes } from './index';

goldenFilesContract(__dirname, machineImageEvents);

const golden = readGoldenEvents(__dirname, machineImageEvents);

describe('What golden events say', () => {
  it('of an image, is what they said when they were recorded', () => {
    const history = imageEvents.names.map((type) => golden.get(`${type}.1`)!.event);
    const state = history.reduce<ImageState>(
      (image, event) => images.decider.evolve(image, event as never, new Date(0)),
      images.decider.initial,
    );
    expect(state).toMatchObject({
      lifecycle: 'deregistered',
      description: 'the web tier\n',
      tags: { Stage: 'prod' },
      created: { name: "web (1.0) [blue] ./-'@_", description: 'für das Web 🌐', ownerId: '111122223333' },
    });
    expect(state.kind === 'existing' && state.launchPermissions.values()).toEqual([
      { userId: '444455556666' },
    ]);
  });

  it('of a name and a snapshot, is who holds them', () => {
    const [claimed, held] = ['ImageNameClaimed.1', 'SnapshotHeld.1'].map((name) => golden.get(name)!.event);
    expect(imageNames.decider.evolve(imageNames.decider.initial, claimed as never, new Date(0))).toEqual({
      heldBy: 'ami-0123456789abcdef0',
    });
    expect(snapshots.decider.evolve(snapshots.decider.initial, held as never, new Date(0))).toEqual({
      holders: new Set(['ami-0123456789abcdef0']),
    });
  });

  it('of an account, is where it stands', () => {
    const after = (...names: readonly string[]) =>
      names.reduce(
        (state, name) =>
          memberships.decider.evolve(state, golden.get(`${name}.1`)!.event as never, new Date(0)),
        memberships.decider.initial,
      ).membership;
    expect(after('AccountJoined')).toMatchObject({
      organizationId: 'o-a1b2c3d4e5',
      unit: 'ou-ab12-11111111',
    });
    expect(after('AccountJoined', 'AccountMoved')).toMatchObject({
      unit: 'ou-ab12-11111111/ou-ab12-22222222',
    });
    expect(after('AccountJoined', 'AccountLeft')).toBeUndefined();
  });

  it('of a volume and a snapshot, is what they said when they were recorded', () => {
    const at = (name: string) => golden.get(`${name}.1`)!.event as never;
    const volume = ['VolumeCreated', 'VolumeAttached', 'VolumeTagged', 'VolumeUntagged'].reduce(
      (state, name) => volumes.decider.evolve(state, at(name), new Date(0)),
      volumes.decider.initial,
    );
    expect(volume).toMatchObject({
      lifecycle: 'in-use',
      created: { size: 100, zone: 'us-east-1a', tags: { Name: 'für “das” Web 🌐' } },
      attachment: { instanceId: 'i-0123456789abcdef0', device: '/dev/sdf', deleteOnTermination: true },
      tags: { Stage: 'prod' },
    });
    const gone = ['VolumeDetached', 'VolumeDeleted'].reduce(
      (state, name) => volumes.decider.evolve(state, at(name), new Date(0)),
      volume,
    );
    expect(gone).toMatchObject({ lifecycle: 'deleted', cause: 'VolumeLimitExceeded: no room' });
    const snapshotAfter = (...names: readonly string[]) =>
      names.reduce(
        (state, name) => snapshots.decider.evolve(state, at(name), new Date(0)),
        snapshots.decider.initial,
      ).made;
    expect(snapshotAfter('SnapshotCreated', 'SnapshotCompleted')).toMatchObject({
      lifecycle: 'completed',
      providerId: 'snap-0fedcba9876543210',
      created: { volumeSize: 100, createdFor: { imageId: 'ami-0123456789abcdef0' } },
    });
    expect(
      snapshotAfter('SnapshotCreated', 'SnapshotTagged', 'SnapshotUntagged', 'SnapshotFailed'),
    ).toMatchObject({
      lifecycle: 'failed',
      cause: 'SnapshotLimitExceeded: no room',
      tags: { Stage: 'prod' },
    });
    expect(snapshotAfter('SnapshotCreated', 'SnapshotCompleted', 'SnapshotDeleted')).toMatchObject({
      lifecycle: 'deleted',
    });
  });
});
