import fc from 'fast-check';
import { holds } from '../../test/support/holds';
import { deciderLaws } from '../../test/support/decider-laws';
import {
  administrator,
  becameAvailable,
  content,
  created,
  deprecationCancelled,
  deprecationScheduled,
  deregistered,
  encryptedVolume,
  everybody,
  given,
  grant,
  granted,
  IMAGE,
  owner,
  registration,
  revoked,
  rootVolume,
  stranger,
  tagged,
  untagged,
  described,
} from './image/image.testing';
import type { ImageCommand } from './image/commands';
import type { ImageEvent } from './image/events';
import { images } from './image/image';
import type { LaunchPrincipal } from './image/launch-principal';
import type { ImageRegistration } from './image/registration';
import {
  imageNames,
  type ImageNameCommand,
  type ImageNameEvent,
  type ImageNameState,
} from './image-name/image-name';
import { instances } from './instance/instance';
import type { InstanceCommand } from './instance/commands';
import type { InstanceEvent } from './instance/events';
import type { InstanceState } from './instance/state';
import * as instance from './instance/instance.testing';
import type { SnapshotCommand } from './snapshot/commands';
import type { SnapshotEvent } from './snapshot/events';
import { snapshots } from './snapshot/snapshot';
import * as ofSnapshot from './snapshot/snapshot.testing';
import type { SnapshotState } from './snapshot/state';
import type { VolumeCommand } from './volume/commands';
import type { VolumeEvent } from './volume/events';
import type { VolumeState } from './volume/state';
import { volumes } from './volume/volume';
import * as ofVolume from './volume/volume.testing';

const principal: fc.Arbitrary<LaunchPrincipal> = fc.oneof(
  fc.constant(everybody),
  fc.constantFrom('000000000001', '000000000002', stranger.account, 'nobody').map((userId) => ({ userId })),
  fc
    .constantFrom('o-a1b2c3d4e5', 'arn:aws:organizations::111122223333:organization/o-a1b2c3d4e5')
    .map((organizationArn) => ({ organizationArn })),
);
const principals = fc.array(principal, { maxLength: 4 });
const tags = fc.dictionary(fc.constantFrom('a', 'b', 'aws:c', '__proto__'), fc.constantFrom('', '1'));
const description = fc.constantFrom('', 'one', 'two', 'x'.repeat(256));
const by = fc.constantFrom(owner, owner, stranger, administrator);

/** Around the start of all things, where laws record their events: years apart, and moments. */
const time = fc
  .oneof(fc.nat(20), fc.integer({ min: 0, max: 12 * 366 * 86_400_000 }))
  .map((at) => new Date(at));

const anyRegistration: fc.Arbitrary<ImageRegistration> = fc
  .record({
    imageId: fc.constantFrom(IMAGE, 'ami-00000000000000002'),
    name: fc.constantFrom('web 1.0', 'other', '?'),
    tags,
    description,
    content: fc.constantFrom(content(), content({ blockDeviceMappings: [rootVolume, encryptedVolume] })),
  })
  .map(registration);

const imageCommands: fc.Arbitrary<ImageCommand> = fc.oneof(
  fc.record({ type: fc.constant('CreateImage' as const), registration: anyRegistration }),
  fc.record({
    type: fc.constant('DescribeImage' as const),
    imageId: fc.constant(IMAGE),
    by,
    description,
  }),
  fc.record({ type: fc.constant('ReplaceTags' as const), imageId: fc.constant(IMAGE), by, tags }),
  fc.record({
    type: fc.constant('ChangeLaunchPermissions' as const),
    imageId: fc.constant(IMAGE),
    by,
    add: principals,
    remove: principals,
  }),
  fc.record({
    type: fc.constant('ScheduleDeprecation' as const),
    imageId: fc.constant(IMAGE),
    by,
    deprecateAt: time,
    at: time,
  }),
  fc.record({ type: fc.constant('CancelDeprecation' as const), imageId: fc.constant(IMAGE), by }),
  fc.record({ type: fc.constant('DeregisterImage' as const), imageId: fc.constant(IMAGE), by }),
);
const imageEvents: fc.Arbitrary<ImageEvent> = fc.oneof(
  anyRegistration.map(created),
  fc.constantFrom(becameAvailable, deregistered, deprecationCancelled),
  time.map((at) => deprecationScheduled(at.toISOString())),
  description.map(described),
  tags.map(tagged),
  fc.array(fc.constantFrom('a', 'b')).map((keys) => untagged(...keys)),
  principal.map(granted),
  principal.map(revoked),
);
deciderLaws('An image', { category: images, commands: imageCommands, events: imageEvents });

const imageId = fc.constantFrom('ami-1', 'ami-2');
const release = fc.record({ imageId, name: fc.constant('web 1.0') });
deciderLaws<ImageNameState, ImageNameCommand, ImageNameEvent>('An image name', {
  category: imageNames,
  commands: fc.oneof(
    anyRegistration.map((registration) => ({ type: 'ClaimImageName' as const, registration })),
    release.map((data) => ({ type: 'ReleaseImageName' as const, ...data })),
  ),
  events: fc.oneof(
    anyRegistration.map((registration) => ({ type: 'ImageNameClaimed' as const, data: { registration } })),
    release.map((data) => ({ type: 'ImageNameReleased' as const, data })),
  ),
});

deciderLaws<SnapshotState, SnapshotCommand, SnapshotEvent>('A snapshot', {
  category: snapshots,
  commands: fc.oneof(
    tags.map((wanted) => ofSnapshot.create({ tags: wanted })),
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
deciderLaws<VolumeState, VolumeCommand, VolumeEvent>('A volume', {
  category: volumes,
  commands: fc.oneof(
    fc
      .record({ tags, size: fc.constantFrom(8, 0), zone: fc.constantFrom('us-east-1a', 'mars') })
      .map(ofVolume.create),
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

const reservation = fc.record({
  device: fc.constantFrom('/dev/sdf', '/dev/sdg', '/dev/xvda'),
  volumeId: fc.constantFrom(instance.DATA_VOLUME, instance.OTHER_VOLUME),
  attachmentId: fc.constantFrom('a1', 'a2'),
});
deciderLaws<InstanceState, InstanceCommand, InstanceEvent>('An instance', {
  category: instances,
  // Not a reboot, which is the one wish that is never true already.
  commands: fc.oneof(
    { weight: 3, arbitrary: fc.constant(instance.recordLaunch()) },
    by.map(instance.start),
    by.map(instance.stop),
    by.map(instance.terminate),
    fc.tuple(tags, by).map(([wanted, principal]) => instance.replaceTags(wanted, principal)),
    fc.tuple(reservation, by).map(([wanted, principal]) => instance.reserve(wanted, principal)),
    reservation.map(instance.release),
  ),
  events: fc.oneof(
    fc.constantFrom(
      instance.launched(),
      instance.started,
      instance.stopped,
      instance.rebooted,
      instance.terminated,
    ),
    tags.map(instance.tagged),
    fc.array(fc.constantFrom('a', 'b')).map((keys) => instance.untagged(...keys)),
    reservation.map(instance.reserved),
    reservation.map(instance.released),
  ),
});

describe('Launch permissions', () => {
  it('are what a set would be, however they are changed', () => {
    const accounts = fc.uniqueArray(fc.constantFrom('1', '2', '3', '4', '5', 'all'), { maxLength: 4 });
    const named = (key: string): LaunchPrincipal =>
      key === 'all' ? everybody : { userId: key.padStart(12, '0') };
    holds(
      fc.property(fc.array(fc.tuple(accounts, accounts), { maxLength: 15 }), (changes) => {
        const model = new Set<string>();
        const history: ImageEvent[] = [created(), becameAvailable];
        for (const [add, wanted] of changes) {
          const remove = wanted.filter((key) => !add.includes(key));
          add.forEach((key) => model.add(key));
          remove.forEach((key) => model.delete(key));
          const command = { ...grant(...add.map(named)), remove: remove.map(named) };
          history.push(...given(...history).decide(command));
        }
        const { state } = given(...history);
        const there = state.kind === 'existing' ? state.launchPermissions.values() : [];
        expect(new Set(there)).toEqual(new Set([...model].map(named)));
      }),
    );
  });
});
