import { recordedAtOf } from '../../../test/support/given';
import { administrator, content, deregistered, IMAGE, SNAPSHOT, stranger } from '../image/image.testing';
import { images } from '../image/image';
import { imageWith } from '../launch/launch.testing';
import * as ofSnapshot from '../snapshot/snapshot.testing';
import type { SnapshotEvent } from '../snapshot/events';
import {
  DATA_VOLUME,
  givenRunning,
  launched,
  OTHER_VOLUME,
  released,
  reserve,
  reserved,
  ROOT_VOLUME,
  given,
  started,
  stop,
  stopped,
  terminate,
  terminated,
} from './instance.testing';
import {
  available,
  complete,
  fail,
  failed,
  NEW_ROOT,
  rebootedFor,
  replaced,
  replaceRoot,
  requested,
  rootVolume,
  snapshotWith,
} from './replacement.testing';

const fromImage = { source: { kind: 'image', imageId: IMAGE } } as const;
const SNAPSHOT_OF_ROOT = 'snap-00000000000000009';
const fromSnapshot = { source: { kind: 'snapshot', snapshotId: SNAPSHOT_OF_ROOT } } as const;
const ended = 'the instance was terminated';

describe('Replacing a root volume', () => {
  it('is decided with all that it takes', () => {
    givenRunning().when(replaceRoot()).thenRecords(requested());
    expect(givenRunning(requested()).state).toMatchObject({
      replacement: { state: 'in-progress', startTime: recordedAtOf(2) },
      devices: new Map([['/dev/xvda', expect.objectContaining({ volumeId: ROOT_VOLUME })]]),
    });
  });

  it('gives the device to the new volume, and reboots the instance', () => {
    givenRunning(requested()).when(complete()).thenRecords(replaced(), rebootedFor);
    expect(givenRunning(requested(), replaced()).state).toMatchObject({
      replacement: { state: 'succeeded', completeTime: recordedAtOf(3) },
      devices: new Map([
        ['/dev/xvda', expect.objectContaining({ volumeId: NEW_ROOT, deleteOnTermination: true })],
      ]),
    });
  });

  it('boots what was stopped meanwhile when it is started, and not before', () => {
    givenRunning(requested()).when(stop()).thenRecords(stopped);
    givenRunning(requested(), stopped).when(complete()).thenRecords(replaced());
  });

  it('that fails leaves everything as it was', () => {
    givenRunning(requested()).when(fail('no room')).thenRecords(failed('no room'));
    expect(givenRunning(requested(), failed('no room')).state).toMatchObject({
      replacement: { state: 'failed', cause: 'no room' },
      devices: new Map([['/dev/xvda', expect.objectContaining({ volumeId: ROOT_VOLUME })]]),
    });
  });

  it('is ended once: by the provider, or with the instance', () => {
    givenRunning(requested()).when(terminate()).thenRecords(terminated, failed(ended));
    for (const end of [replaced(), failed('no room')])
      for (const command of [complete(), fail('no room')])
        givenRunning(requested(), end).when(command).thenNothingHappens();
    givenRunning(requested(), terminated, failed(ended)).when(complete()).thenNothingHappens();
    givenRunning(requested(), replaced()).when(terminate()).thenRecords(terminated);
    givenRunning(requested()).when(complete('replacevol-2')).thenNothingHappens();
    given().when(complete()).thenNothingHappens();
  });

  it('is not ended by the end of another', () => {
    const other = { replaceRootVolumeTaskId: 'replacevol-2' };
    expect(givenRunning(requested(), failed('no room', other)).state).toMatchObject({
      replacement: { state: 'in-progress' },
    });
  });

  it('is done one at a time', () => {
    const another = replaceRoot({ replaceRootVolumeTaskId: 'replacevol-2' });
    givenRunning(requested()).when(replaceRoot()).thenNothingHappens();
    givenRunning(requested()).when(another).thenRefuses('root-volume-replacement-in-progress');
    // Decided on a root volume that is not there any more.
    givenRunning(requested(), replaced()).when(another).thenRefuses('root-volume-replacement-in-progress');
    expect(givenRunning(requested(), failed('no room')).decide(another)).toHaveLength(1);
  });

  it('is for the owner, and an administrator in its place, of an instance that runs and has one', () => {
    givenRunning().when(replaceRoot({}, stranger)).thenRefuses('unknown-instance');
    given().when(replaceRoot()).thenRefuses('unknown-instance');
    expect(givenRunning().decide(replaceRoot({}, administrator))).toHaveLength(1);
    for (const history of [[launched()], [launched(), started, stopped], [launched(), started, terminated]])
      given(...history)
        .when(replaceRoot())
        .thenRefuses('incorrect-instance-state');
    const attachment = { device: '/dev/xvda', volumeId: ROOT_VOLUME, attachmentId: 'r-0123456789abcdef0' };
    givenRunning(released(attachment)).when(replaceRoot()).thenRefuses('incorrect-instance-state');
  });
});

describe('The root device, while its volume is being replaced,', () => {
  it('is nobody else’s, also when its volume is taken off', () => {
    const attachment = { device: '/dev/xvda', volumeId: ROOT_VOLUME, attachmentId: 'r-0123456789abcdef0' };
    const wish = reserve({ device: '/dev/xvda', volumeId: OTHER_VOLUME, attachmentId: 'a2' });
    givenRunning(requested()).when(wish).thenRefuses('device-in-use');
    givenRunning(requested(), released(attachment)).when(wish).thenRefuses('device-in-use');
    givenRunning(requested(), released(attachment), failed('no room'))
      .when(wish)
      .thenRecords(reserved({ device: '/dev/xvda', volumeId: OTHER_VOLUME, attachmentId: 'a2' }));
  });
  it('is the only one that is kept', () => {
    givenRunning(requested()).when(reserve()).thenRecords(reserved());
  });
});

describe('A root volume from an image', () => {
  const mapped = (ebs: object, rootDeviceName = '/dev/sda1') =>
    available({
      content: content({
        rootDeviceName,
        blockDeviceMappings: [
          { deviceName: rootDeviceName, ebs: { snapshotId: SNAPSHOT, volumeSize: 8, ...ebs } },
          { deviceName: '/dev/sdz', ebs: { volumeSize: 99 } },
        ],
      }),
    });

  it('is what the image maps as its root, under the device name of the instance', () => {
    const image = mapped({ volumeSize: 100, volumeType: 'gp3', iops: 4_000 });
    const [event] = givenRunning().decide(replaceRoot({ ...fromImage, read: { image, imageRevision: 7 } }));
    expect(event?.data).toMatchObject({
      device: '/dev/xvda',
      origin: { imageId: IMAGE, imageRevision: 7, grounds: 'owner' },
      volume: { size: 100, volumeType: 'gp3', iops: 4_000, snapshotId: SNAPSHOT },
    });
  });

  it.each([
    ['that does not exist', images.decider.initial, 'unknown-image'],
    ['of another region', available({ region: 'eu-central-1' }), 'unknown-image'],
    ['that is not shared with it', available({ ownerId: stranger.account }), 'unknown-image'],
    ['that is gone', imageWith(deregistered), 'image-deregistered'],
    [
      'of another architecture',
      available({ content: content({ architecture: 'arm64' }) }),
      'incompatible-image',
    ],
    [
      'of another virtualization',
      available({ content: content({ virtualizationType: 'paravirtual' }) }),
      'incompatible-image',
    ],
    ['that is smaller', mapped({ volumeSize: 7 }), 'root-volume-too-small'],
  ])('%s is refused', (_, image, code) => {
    givenRunning()
      .when(replaceRoot({ ...fromImage, read: { image } }))
      .thenRefuses(code);
  });

  it('is launched on the grounds of the owner of the instance, whoever asks', () => {
    const image = available({ ownerId: stranger.account });
    givenRunning()
      .when(replaceRoot({ ...fromImage, read: { image } }, administrator))
      .thenRefuses('unknown-image');
  });
});

describe('A root volume from a snapshot', () => {
  const of = (volumeId: string, ...more: readonly SnapshotEvent[]) => ({
    ...fromSnapshot,
    read: { snapshots: snapshotWith({ snapshotId: SNAPSHOT_OF_ROOT, volumeId, volumeSize: 4 }, ...more) },
  });

  it('is like the present one, and no smaller', () => {
    const present = rootVolume({ size: 9, volumeType: 'gp3', throughput: 250, encrypted: true });
    const { read, ...wish } = of(ROOT_VOLUME, ofSnapshot.completed);
    const [event] = givenRunning().decide(replaceRoot({ ...wish, read: { ...read, present } }));
    expect(event?.data).toMatchObject({
      origin: { imageId: IMAGE },
      volume: { size: 9, volumeType: 'gp3', throughput: 250, encrypted: true },
    });
  });

  it('of any root volume that the instance had is taken; where that came from is known or not', () => {
    const wish = of(OTHER_VOLUME, ofSnapshot.completed);
    const attached = reserved({ device: '/dev/xvda', volumeId: OTHER_VOLUME });
    const [event] = givenRunning(attached).decide(
      replaceRoot({ ...wish, read: { ...wish.read, present: rootVolume({ volumeId: OTHER_VOLUME }) } }),
    );
    expect(event?.data).not.toHaveProperty('origin');
  });

  it('of any other volume is refused, also of the instance’s own', () => {
    for (const volumeId of [OTHER_VOLUME, DATA_VOLUME])
      givenRunning(reserved())
        .when(replaceRoot(of(volumeId, ofSnapshot.completed)))
        .thenRefuses('snapshot-of-another-lineage', '/snapshotId');
  });

  it('that is not there to be used is refused', () => {
    const refused = (wish: Parameters<typeof replaceRoot>[0], code: string) =>
      givenRunning().when(replaceRoot(wish)).thenRefuses(code, '/snapshotId');
    refused(of(ROOT_VOLUME), 'snapshot-pending');
    refused(of(ROOT_VOLUME, ofSnapshot.failed('no room')), 'snapshot-failed');
    refused(of(ROOT_VOLUME, ofSnapshot.completed, ofSnapshot.deleted), 'snapshot-deleted');
    refused(fromSnapshot, 'unknown-snapshot');
    const theirs = snapshotWith(
      { snapshotId: SNAPSHOT_OF_ROOT, volumeId: ROOT_VOLUME, ownerId: stranger.account },
      ofSnapshot.completed,
    );
    refused({ ...fromSnapshot, read: { snapshots: theirs } }, 'unknown-snapshot');
  });

  it('that it was launched from is of its lineage', () => {
    const source = { kind: 'snapshot', snapshotId: SNAPSHOT } as const;
    expect(givenRunning().decide(replaceRoot({ source }))).toMatchObject([
      { data: { origin: { imageId: IMAGE }, volume: { snapshotId: SNAPSHOT } } },
    ]);
    const gone = snapshotWith({ snapshotId: SNAPSHOT }, ofSnapshot.completed, ofSnapshot.deleted);
    givenRunning()
      .when(replaceRoot({ read: { snapshots: gone } }))
      .thenRefuses('snapshot-deleted');
  });
});
