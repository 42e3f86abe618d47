import fc from 'fast-check';
import type { ImageCommand } from './commands';
import type { ImageEvent } from './events';
import {
  administrator,
  becameAvailable,
  byCascade,
  byHand,
  content,
  created,
  deprecationCancelled,
  deprecationScheduled,
  deregister,
  deregistered,
  described,
  disable,
  disabled,
  enable,
  enabled,
  encryptedVolume,
  everybody,
  granted,
  IMAGE,
  imageReinstated,
  imageRevoked,
  owner,
  protect,
  protectionDisabled,
  protectionEnabled,
  registration,
  reinstateImage,
  revoked,
  revokeImage,
  rootVolume,
  stranger,
  tagged,
  unprotect,
  untagged,
} from './image.testing';
import type { LaunchPrincipal } from './launch-principal';
import type { ImageRegistration } from './registration';

const principal: fc.Arbitrary<LaunchPrincipal> = fc.oneof(
  fc.constant(everybody),
  fc.constantFrom('000000000001', '000000000002', stranger.account, 'nobody').map((userId) => ({ userId })),
);
const principals = fc.array(principal, { maxLength: 4 });
export const tags = fc.dictionary(fc.constantFrom('a', 'b', 'aws:c', '__proto__'), fc.constantFrom('', '1'));
const description = fc.constantFrom('', 'one', 'two', 'x'.repeat(256));
export const by = fc.constantFrom(owner, owner, stranger, administrator);

const cause = fc.constantFrom(byHand, byCascade('one'), byCascade('another'));

/** Around the start of all things, where laws record their events: years apart, and moments. */
const time = fc
  .oneof(fc.nat(20), fc.integer({ min: 0, max: 12 * 366 * 86_400_000 }))
  .map((at) => new Date(at));

export const anyRegistration: fc.Arbitrary<ImageRegistration> = fc
  .record({
    imageId: fc.constantFrom(IMAGE, 'ami-00000000000000002'),
    name: fc.constantFrom('web 1.0', 'other', '?'),
    tags,
    description,
    content: fc.constantFrom(content(), content({ blockDeviceMappings: [rootVolume, encryptedVolume] })),
  })
  .map(registration);

/** Whatever may be asked of an image. */
export const imageCommands: fc.Arbitrary<ImageCommand> = fc.oneof(
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
    imageBlockPublicAccess: fc.constantFrom('unblocked' as const, 'block-new-sharing' as const),
  }),
  fc.record({
    type: fc.constant('ScheduleDeprecation' as const),
    imageId: fc.constant(IMAGE),
    by,
    deprecateAt: time,
    at: time,
  }),
  fc.record({ type: fc.constant('CancelDeprecation' as const), imageId: fc.constant(IMAGE), by }),
  by.map(disable),
  fc
    .tuple(fc.boolean(), by, fc.constantFrom('unblocked' as const, 'block-new-sharing' as const))
    .map((wanted) => enable(...wanted)),
  fc.tuple(fc.boolean(), by).map(([withCooldown, who]) => protect(withCooldown, who)),
  by.map(unprotect),
  fc.tuple(cause, by).map(([why, who]) => revokeImage(why, who)),
  fc.tuple(cause, by).map(([why, who]) => reinstateImage(why, who)),
  fc.tuple(by, time).map(([who, at]) => deregister(who, at)),
);

/** Whatever may have happened to it, in whatever order. */
export const imageEvents: fc.Arbitrary<ImageEvent> = fc.oneof(
  anyRegistration.map(created),
  fc.constantFrom(becameAvailable, deregistered, deprecationCancelled, disabled, enabled, protectionDisabled),
  fc.boolean().map(protectionEnabled),
  cause.map(imageRevoked),
  cause.map(imageReinstated),
  time.map((at) => deprecationScheduled(at.toISOString())),
  description.map(described),
  tags.map(tagged),
  fc.array(fc.constantFrom('a', 'b')).map((keys) => untagged(...keys)),
  principal.map(granted),
  principal.map(revoked),
);
