import type { BlockDeviceMapping } from '../block-device/block-device-mapping';
import type { FamilyEvent } from '../family/events';
import { families } from '../family/family';
import type { FamilyState } from '../family/state';
import { images } from '../image/image';
import { content, IMAGE, owner, SNAPSHOT, stranger } from '../image/image.testing';
import type { SnapshotEvent } from '../snapshot/events';
import * as ofSnapshot from '../snapshot/snapshot.testing';
import { adopted } from './adoption.testing';
import type { InstanceCommand } from './commands';
import type { RootVolumeReplacementRequestedData } from './events';
import { DATA_VOLUME, given, givenRunning, INSTANCE, launch, launched, started } from './instance.testing';
import {
  available,
  NEW_ROOT,
  replaced,
  replaceRoot,
  requested,
  rootVolume,
  snapshotWith,
  TASK,
} from './replacement.testing';

const ROOT = '/dev/xvda';
const OTHER_SNAPSHOT = 'snap-00000000000000009';
const fromImage = { source: { kind: 'image', imageId: IMAGE } } as const;
const FITTING = { deviceName: ROOT, ebs: { snapshotId: SNAPSHOT, volumeSize: 8 } };
const mapping = (...blockDeviceMappings: readonly BlockDeviceMapping[]) =>
  available({ content: content({ blockDeviceMappings }) });
const known = (overrides: Parameters<typeof snapshotWith>[0], ...more: readonly SnapshotEvent[]) =>
  snapshotWith({ snapshotId: SNAPSHOT, ...overrides }, ...more);
const another = (read: Parameters<typeof replaceRoot>[0] = {}) =>
  replaceRoot({ ...read, replaceRootVolumeTaskId: `${TASK}2` });

/** All that is recorded of the replacement that is decided. */
function recordedOf(
  command: InstanceCommand,
  before: ReturnType<typeof given> = givenRunning(),
): RootVolumeReplacementRequestedData {
  const [event] = before.decide(command);
  if (event?.type !== 'RootVolumeReplacementRequested') throw new Error('nothing is replaced');
  return event.data;
}

/** Who gets the new volume, and what for. */
const place = {
  ...{ volumeId: NEW_ROOT, ownerId: owner.account, region: 'us-east-1', zone: 'us-east-1a', tags: {} },
  createdFor: { instanceId: INSTANCE, device: ROOT, replaceRootVolumeTaskId: TASK },
};

describe('A new root volume like the present one', () => {
  it('has the rates that were chosen, and no others', () => {
    const chosen = { size: 100, volumeType: 'gp3', iops: 4_000, throughput: 250 } as const;
    const { volume } = recordedOf(replaceRoot({ read: { present: rootVolume(chosen) } }));
    expect(volume).toStrictEqual({ ...place, ...chosen, encrypted: false, snapshotId: SNAPSHOT });
    expect(recordedOf(replaceRoot()).volume).toStrictEqual({
      ...place,
      ...{ size: 8, volumeType: 'gp2', encrypted: false, snapshotId: SNAPSHOT },
    });
  });

  it('is as large and as encrypted as the snapshot that it is made from', () => {
    const snapshots = known({ volumeSize: 30, encrypted: true }, ofSnapshot.completed);
    expect(recordedOf(replaceRoot({ read: { snapshots } })).volume).toMatchObject({
      size: 30,
      encrypted: true,
    });
  });

  it('is made from what the root volume was launched with, wherever that was mapped', () => {
    const ofData = {
      snapshotId: OTHER_SNAPSHOT,
      volumeSize: 8,
      volumeType: 'gp2',
      encrypted: false,
    } as const;
    const data = { ...ofData, volumeId: DATA_VOLUME, deleteOnTermination: false };
    const mapped = [{ deviceName: '/dev/sdb', ebs: data }, ...launch().blockDeviceMappings];
    const before = given(launched({ blockDeviceMappings: mapped }), started);
    expect(recordedOf(replaceRoot(), before).volume.snapshotId).toBe(SNAPSHOT);
  });
});

describe('A new root volume of an adopted instance', () => {
  const present = rootVolume({ snapshotId: SNAPSHOT });

  it('is made from what the present one was made from, and nobody knows by which image', () => {
    const data = recordedOf(replaceRoot({ read: { present } }), given(adopted()));
    expect(data.volume.snapshotId).toBe(SNAPSHOT);
    expect(data).not.toHaveProperty('origin');
  });

  it('is refused where that is not known, and where the present one is not the first', () => {
    given(adopted()).when(replaceRoot()).thenRefuses('incorrect-instance-state');
    const later = rootVolume({ volumeId: NEW_ROOT, snapshotId: SNAPSHOT });
    given(adopted(), requested(), replaced())
      .when(another({ read: { present: later } }))
      .thenRefuses('incorrect-instance-state');
  });

  it('may be of any image where the one that it was launched from is not on record', () => {
    const image = available({ content: content({ architecture: 'arm64', blockDeviceMappings: [FITTING] }) });
    const launchedFrom = images.decider.initial;
    expect(recordedOf(replaceRoot({ ...fromImage, read: { image, launchedFrom } }))).toMatchObject({
      origin: { imageId: IMAGE },
    });
  });
});

describe('A new root volume of an image', () => {
  const others = { deviceName: '/dev/sdb', ebs: { snapshotId: OTHER_SNAPSHOT, volumeSize: 99 } };

  it('is as it is mapped, wherever that is; its key and its end are not the volume’s', () => {
    const chosen = { snapshotId: SNAPSHOT, volumeType: 'gp3', iops: 4_000, encrypted: true } as const;
    const ebs = { ...chosen, volumeSize: 9, kmsKeyId: 'key', deleteOnTermination: false };
    const image = mapping(others, { deviceName: ROOT, ebs });
    const data = recordedOf(replaceRoot({ ...fromImage, read: { image } }));
    expect(data.volume).toStrictEqual({ ...place, ...chosen, size: 9 });
    expect(data.deleteOnTermination).toBe(true);
  });

  it('is as large and as encrypted as its snapshot where the image does not say', () => {
    const image = mapping({ deviceName: ROOT, ebs: { snapshotId: SNAPSHOT } });
    const snapshots = known({ volumeSize: 30, encrypted: true }, ofSnapshot.completed);
    const command = replaceRoot({ ...fromImage, read: { image, snapshots } });
    expect(recordedOf(command).volume).toMatchObject({ size: 30, encrypted: true });
  });

  it.each([
    ['deleted', [ofSnapshot.completed, ofSnapshot.deleted]],
    ['failed', [ofSnapshot.failed('no room')]],
  ])('is refused where its snapshot is %s; those of other volumes do not matter', (_, history) => {
    const image = mapping(FITTING, others);
    const [lost, lostOther] = [SNAPSHOT, OTHER_SNAPSHOT].map((snapshotId) =>
      known({ snapshotId }, ...history),
    );
    givenRunning()
      .when(replaceRoot({ ...fromImage, read: { image, snapshots: lost! } }))
      .thenRefuses('image-snapshots-lost', '/imageId');
    expect(
      recordedOf(replaceRoot({ ...fromImage, read: { image, snapshots: lostOther! } })).volume.size,
    ).toBe(8);
  });

  it('is refused where the image has none', () => {
    givenRunning()
      .when(replaceRoot({ ...fromImage, read: { image: mapping(others) } }))
      .thenRefuses('incompatible-image', '/imageId');
  });

  it('is refused where the image maps less than its snapshot needs, and the image is to blame', () => {
    const image = mapping(FITTING);
    const snapshots = known({ volumeSize: 30 }, ofSnapshot.completed);
    givenRunning()
      .when(replaceRoot({ ...fromImage, read: { image, snapshots } }))
      .thenRefuses('invalid-block-device-mapping', '/imageId');
  });
});

describe('A new root volume that a family leads to', () => {
  const familyOf = (ownerId: string): FamilyState => {
    const web = { ownerId, name: 'web' };
    const history: readonly FamilyEvent[] = [
      { type: 'FamilyCreated', data: web },
      { type: 'ImageVersionPublished', data: { ...web, version: 1, imageId: IMAGE } },
      { type: 'ChannelPromoted', data: { ...web, channel: 'prod', to: 1 } },
    ];
    const { evolve, initial } = families.decider;
    return history.reduce((state, event) => evolve(state, event, new Date(0)), initial);
  };
  const [ours, theirs] = [owner, stranger].map(({ account }) => ({ ownerId: account, name: 'web' }));
  const prod = { kind: 'channel', family: ours!, channel: 'prod' } as const;
  const family = familyOf(owner.account);

  it.each([prod, { kind: 'version', family: ours!, version: 1 } as const])(
    'is refused where its image is, and the family is to blame: $kind',
    (source) => {
      const image = available({ content: content({ architecture: 'arm64' }) });
      givenRunning()
        .when(replaceRoot({ source, read: { family, image } }))
        .thenRefuses('incompatible-image', '/family');
      const fitting = { family, image: mapping(FITTING) };
      expect(recordedOf(replaceRoot({ source, read: fitting })).source).toEqual({
        kind: 'image',
        imageId: IMAGE,
      });
    },
  );

  it('is refused at its channel where that leads nowhere', () => {
    givenRunning()
      .when(replaceRoot({ source: { ...prod, channel: 'beta' }, read: { family } }))
      .thenRefuses('unknown-channel', '/channel');
  });

  it('of another account is refused as unknown to who may not know of its image', () => {
    const source = { ...prod, family: theirs! };
    const read = { family: familyOf(stranger.account), image: available({ ownerId: stranger.account }) };
    givenRunning().when(replaceRoot({ source, read })).thenRefuses('unknown-family', '/family');
    expect(recordedOf(replaceRoot({ source, read: { ...read, image: mapping(FITTING) } })).requested).toEqual(
      {
        family: theirs,
        channel: 'prod',
        version: 1,
      },
    );
  });
});
