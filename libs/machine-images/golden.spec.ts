import { goldenFilesContract, readGoldenEvents } from '../../test/support/golden-files';
import { images } from './image/image';
import type { ImageState } from './image/state';
import {
  imageEvents,
  imageNames,
  machineImageEvents,
  memberships,
  retentionRules,
  settings,
  settingsEvents,
  snapshots,
  volumes,
} from './index';

goldenFilesContract(__dirname, machineImageEvents);

const golden = readGoldenEvents(__dirname, machineImageEvents);

const imageAfter = (...names: readonly string[]): ImageState =>
  names.reduce<ImageState>(
    (image, name) => images.decider.evolve(image, golden.get(name)!.event as never, new Date(0)),
    images.decider.initial,
  );

describe('What golden events say', () => {
  it('of an image, is what they said when they were recorded', () => {
    const names = imageEvents.names.filter((type) => type !== 'ImageRestored' && type !== 'ImageAdopted');
    const state = imageAfter(...names.map((type) => `${type}.1`));
    expect(state).toMatchObject({
      lifecycle: 'deregistered',
      description: 'the web tier\n',
      tags: { Stage: 'prod' },
      deregistrationProtection: 'disabled',
      cooldownEndTime: new Date(86_400_000),
      revocations: [],
      created: { name: "web (1.0) [blue] ./-'@_", description: 'für das Web 🌐', ownerId: '111122223333' },
    });
    expect(state.kind === 'existing' && state.launchPermissions.values()).toEqual([
      { principal: { userId: '444455556666' } },
    ]);
  });

  it('of a deregistration before there was a Recycle Bin: its snapshots stayed, and it was not retained', () => {
    expect(golden.get('ImageDeregistered.1')!.event.data).toEqual({
      imageId: 'ami-0123456789abcdef0',
      deleteAssociatedSnapshots: false,
    });
  });

  it('of the Recycle Bin, is how long an image is in it, and that it came back', () => {
    const history = ['ImageCreated.1', 'ImageBecameAvailable.1', 'ImageDeregistered.2'];
    expect(imageAfter(...history)).toMatchObject({
      lifecycle: 'deregistered',
      deregistration: {
        deleteAssociatedSnapshots: true,
        retention: { ruleId: 'rule-0123456789abcdef0', retainedUntil: '2026-01-08T00:00:00.000Z' },
        from: 'available',
      },
    });
    expect(imageAfter(...history, 'ImageRestored.1')).toMatchObject({
      lifecycle: 'available',
      restorations: ['0f8b7c3e-5d1a-5e4f-9a6b-2c3d4e5f6a7b'],
    });
    const reclaimed = golden.get('ImageNameReclaimed.1')!.event as never;
    expect(imageNames.decider.evolve(imageNames.decider.initial, reclaimed, new Date(0))).toMatchObject({
      heldBy: 'ami-0123456789abcdef0',
      restoration: { number: 1, snapshotIds: ['snap-0123456789abcdef0'] },
    });
  });

  it('of a retention rule, is what it said', () => {
    const rulesAfter = (...names: readonly string[]) =>
      names.reduce(
        (state, name) =>
          retentionRules.decider.evolve(state, golden.get(`${name}.1`)!.event as never, new Date(0)),
        retentionRules.decider.initial,
      ).rules;
    const rule = 'rule-0123456789abcdef0';
    expect(rulesAfter('RetentionRuleCreated').get(rule)).toMatchObject({
      retentionPeriod: { unit: 'days', value: 7 },
      resourceTags: [{ key: 'Stage', value: 'prod “1”' }, { key: 'für 🌐' }],
      description: 'a week\n',
    });
    expect(rulesAfter('RetentionRuleCreated', 'RetentionRuleChanged').get(rule)).toMatchObject({
      retentionPeriod: { unit: 'days', value: 30 },
      resourceTags: [],
      description: '',
    });
    expect(rulesAfter('RetentionRuleCreated', 'RetentionRuleDeleted').size).toBe(0);
  });

  it('of a name and a snapshot, is who holds them', () => {
    const [claimed, held] = ['ImageNameClaimed.1', 'SnapshotHeld.1'].map((name) => golden.get(name)!.event);
    expect(
      imageNames.decider.evolve(imageNames.decider.initial, claimed as never, new Date(0)),
    ).toMatchObject({
      heldBy: 'ami-0123456789abcdef0',
      registration: { imageId: 'ami-0123456789abcdef0' },
    });
    expect(snapshots.decider.evolve(snapshots.decider.initial, held as never, new Date(0))).toEqual({
      holders: new Set(['ami-0123456789abcdef0']),
    });
  });

  it('of settings, is what was set', () => {
    const after = (names: readonly string[]) =>
      names.reduce(
        (state, name) => settings.decider.evolve(state, golden.get(`${name}.1`)!.event as never, new Date(0)),
        settings.decider.initial,
      );
    const imageCriteria = [
      {
        imageProviders: ['self', '444455556666'],
        imageNames: ["web (1.?) [blue] ./-'@_*"],
        creationDateCondition: { maximumDaysSinceCreated: 365 },
        deprecationTimeCondition: { maximumDaysSinceDeprecated: 0 },
      },
      { imageNames: ['*'] },
    ];
    expect(after(['ImageBlockPublicAccessEnabled', 'AllowedImagesEnabled', 'ImageCriteriaReplaced'])).toEqual(
      {
        imageBlockPublicAccess: 'block-new-sharing',
        allowedImages: { state: 'audit-mode', imageCriteria },
      },
    );
    expect(after(settingsEvents.names)).toEqual({
      imageBlockPublicAccess: 'unblocked',
      allowedImages: { state: 'disabled', imageCriteria },
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
