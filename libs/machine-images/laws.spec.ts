import fc from 'fast-check';
import { deciderLaws } from '../../test/support/decider-laws';
import {
  anyRegistration,
  by,
  imageCommands,
  imageEvents,
  restorationId,
  tags,
} from './image/any-image.testing';
import { owner, restoration as ofRestoration, stranger } from './image/image.testing';
import { images } from './image/image';
import {
  imageNames,
  type ImageNameCommand,
  type ImageNameEvent,
  type ImageNameState,
} from './image-name/image-name';
import { adopt as adoptSnapshot, adopted as snapshotAdopted } from './snapshot/adoption.testing';
import type { SnapshotCommand } from './snapshot/commands';
import type { SnapshotEvent } from './snapshot/events';
import { snapshots } from './snapshot/snapshot';
import * as ofSnapshot from './snapshot/snapshot.testing';
import type { SnapshotState } from './snapshot/state';
import { adopt as adoptVolume, adopted as volumeAdopted } from './volume/adoption.testing';
import type { VolumeCommand } from './volume/commands';
import type { VolumeEvent } from './volume/events';
import type { VolumeState } from './volume/state';
import { volumes } from './volume/volume';
import * as ofVolume from './volume/volume.testing';

deciderLaws('An image', { category: images, commands: imageCommands, events: imageEvents });

const imageId = fc.constantFrom('ami-1', 'ami-2');
const release = fc.record(
  { imageId, name: fc.constant('web 1.0'), restorationId },
  { requiredKeys: ['imageId', 'name'] },
);
const restoration = fc.record({ imageId, restorationId, number: fc.constantFrom(1, 2) }).map(ofRestoration);
deciderLaws<ImageNameState, ImageNameCommand, ImageNameEvent>('An image name', {
  category: imageNames,
  commands: fc.oneof(
    anyRegistration.map((registration) => ({ type: 'ClaimImageName' as const, registration })),
    restoration.map((wanted) => ({ type: 'ReclaimImageName' as const, restoration: wanted })),
    imageId.map((id) => ({ type: 'AdoptImageName' as const, imageId: id, name: 'web 1.0' })),
    release.map((data) => ({ type: 'ReleaseImageName' as const, ...data })),
  ),
  events: fc.oneof(
    anyRegistration.map((registration) => ({ type: 'ImageNameClaimed' as const, data: { registration } })),
    restoration.map((back) => ({ type: 'ImageNameReclaimed' as const, data: { restoration: back } })),
    imageId.map((id) => ({ type: 'ImageNameAdopted' as const, data: { imageId: id, name: 'web 1.0' } })),
    release.map((data) => ({ type: 'ImageNameReleased' as const, data })),
  ),
});

const snapshotSight = fc.record({
  state: fc.constantFrom('pending' as const, 'completed' as const, 'failed' as const, 'deleted' as const),
  tags,
});
deciderLaws<SnapshotState, SnapshotCommand, SnapshotEvent>('A snapshot', {
  category: snapshots,
  commands: fc.oneof(
    tags.map((wanted) => ofSnapshot.create({ tags: wanted })),
    fc.tuple(snapshotSight, fc.nat(20)).map(([facts, at]) => adoptSnapshot(facts, new Date(at))),
    imageId.map((image) => ofSnapshot.create({ createdFor: { imageId: image } })),
    fc.constantFrom(undefined, 'no room').map(ofSnapshot.finish),
    fc
      .tuple(imageId, fc.constantFrom(undefined, owner.account, stranger.account))
      .map(([image, ownerId]) => ofSnapshot.holdFor(image, ownerId)),
    imageId.map(ofSnapshot.releaseFor),
    by.map(ofSnapshot.remove),
    fc.tuple(tags, by).map(([wanted, who]) => ofSnapshot.replaceTags(wanted, who)),
  ),
  events: fc.oneof(
    imageId.map(ofSnapshot.heldBy),
    snapshotSight.map(snapshotAdopted),
    imageId.map(ofSnapshot.releasedBy),
    tags.map(ofSnapshot.tagged),
    fc.constantFrom(
      ofSnapshot.created(),
      ofSnapshot.completed,
      ofSnapshot.failed('no room'),
      ofSnapshot.deleted,
      ofSnapshot.untagged('a'),
    ),
  ),
});

const instanceId = fc.constantFrom('i-1', 'i-2');
const device = fc.constantFrom('/dev/sdf', '/dev/sdg');
const volumeSight = fc.record(
  {
    state: fc.constantFrom('available' as const, 'deleted' as const),
    size: fc.constantFrom(8, 16),
    iops: fc.constantFrom(3_000, 4_000),
    tags,
    attachment: fc.record({ instanceId, device, deleteOnTermination: fc.boolean() }),
  },
  { requiredKeys: ['tags'] },
);
deciderLaws<VolumeState, VolumeCommand, VolumeEvent>('A volume', {
  category: volumes,
  commands: fc.oneof(
    fc
      .tuple(volumeSight, fc.nat(20))
      .map(([{ attachment, ...facts }, at]) =>
        adoptVolume(
          attachment === undefined || facts.state === 'deleted' ? facts : { ...facts, attachment },
          new Date(at),
        ),
      ),
    fc
      .record({ tags, size: fc.constantFrom(8, 0), zone: fc.constantFrom('us-east-1a', 'mars') })
      .map(ofVolume.create),
    fc
      .record({ instanceId, device, replaceRootVolumeTaskId: fc.constant('replacevol-1') })
      .map((createdFor) => ofVolume.create({ createdFor })),
    fc
      .record({ instanceId, device, by, zone: fc.constantFrom('us-east-1a', 'us-east-1b') })
      .map(ofVolume.attach),
    fc.record({ instanceId, by }).map(ofVolume.detach),
    fc.tuple(instanceId, by).map(([id, who]) => ofVolume.discard(id, who)),
    by.map(ofVolume.remove),
    fc.constant(ofVolume.abandon('no room')),
    fc.tuple(tags, by).map(([wanted, who]) => ofVolume.replaceTags(wanted, who)),
  ),
  events: fc.oneof(
    fc.tuple(instanceId, device).map(([instance, as]) => ofVolume.attached(instance, as)),
    tags.map((these) => volumeAdopted({ tags: these })),
    tags.map(ofVolume.tagged),
    fc.constantFrom(
      ofVolume.created(),
      ofVolume.detached,
      ofVolume.deleted,
      ofVolume.abandoned('no room'),
      ofVolume.untagged('a'),
    ),
  ),
});
