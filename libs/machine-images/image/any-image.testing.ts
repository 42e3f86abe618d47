import fc from 'fast-check';
import { adopt, adopted, observePermissions } from './adoption.testing';
import { anyRule } from '../retention-rule/any-rule.testing';
import { IMAGE_ASPECTS } from './aspects';
import type { ImageCommand, RollBackImage } from './commands';
import type { ImageEvent } from './events';
import {
  IMAGE,
  accepted,
  answer,
  administrator,
  ancestorReinstated,
  ancestorRevoked,
  announceRevocation,
  becameAvailable,
  byCascade,
  byHand,
  cascadeBegun,
  content,
  created,
  creationFailed,
  deprecationCancelled,
  deprecationScheduled,
  deregister,
  deregistered,
  deregisteredWith,
  described,
  disable,
  disabled,
  enable,
  enabled,
  encryptedVolume,
  everybody,
  expire,
  expired,
  finish,
  followCascade,
  given,
  granted,
  grantedUntil,
  imageReinstated,
  imageRevoked,
  inherited,
  left,
  offered,
  owner,
  protect,
  protectionDisabled,
  protectionEnabled,
  registration,
  rejected,
  reinstateImage,
  restore,
  restored,
  revocationCancelled,
  revocationScheduled,
  revokeImage,
  revoked,
  rollBack,
  rolledBack,
  rootVolume,
  stranger,
  tagged,
  toBeMade,
  unprotect,
  untagged,
} from './image.testing';
import type { LaunchPrincipal } from './launch-principal';
import type { ImageRegistration } from './registration';

const principal: fc.Arbitrary<LaunchPrincipal> = fc.oneof(
  fc.constant(everybody),
  fc.constantFrom('000000000001', '000000000002', stranger.account, 'nobody').map((userId) => ({ userId })),
  fc
    .constantFrom('o-a1b2c3d4e5', 'arn:aws:organizations::111122223333:organization/o-a1b2c3d4e5')
    .map((organizationArn) => ({ organizationArn })),
);
/** Around the start of all things, where laws record their events: years apart, and moments. */
const time = fc
  .oneof(fc.nat(20), fc.integer({ min: 0, max: 12 * 366 * 86_400_000 }))
  .map((at) => new Date(at));

const principals = fc.array(principal, { maxLength: 4 });
const grants = fc.array(
  fc
    .tuple(principal, fc.option(time, { nil: undefined }), fc.constantFrom(undefined, undefined, true))
    .map(([to, expiresAt, requiresAcceptance]) => ({ ...to, expiresAt, requiresAcceptance })),
  { maxLength: 4 },
);
export const tags = fc.dictionary(fc.constantFrom('a', 'b', 'aws:c', '__proto__'), fc.constantFrom('', '1'));
const channels = fc.constantFrom('move' as const, 'keep' as const);
const description = fc.constantFrom('', 'one', 'two', 'x'.repeat(256));
export const by = fc.constantFrom(owner, owner, stranger, administrator);

const cascadeId = fc.constantFrom('one', 'another');
const cause = fc.constantFrom(byHand, byCascade('one'), inherited('one'), inherited('another'));
const scope = fc.constantFrom('account' as const, 'all-accounts' as const);

export const anyRegistration: fc.Arbitrary<ImageRegistration> = fc
  .record({
    imageId: fc.constantFrom(IMAGE, 'ami-00000000000000002'),
    name: fc.constantFrom('web 1.0', 'other', '?'),
    tags,
    description,
    content: fc.constantFrom(content(), content({ blockDeviceMappings: [rootVolume, encryptedVolume] })),
    made: fc.constantFrom({}, toBeMade(), toBeMade({ kind: 'copy', imageId: 'ami-1', region: 'us-east-1' })),
  })
  .map(({ made, ...rest }) => ({ ...made, ...rest }))
  .map(registration);

/** Whatever may be seen of it. */
const sight = fc
  .record({
    state: fc.constantFrom('pending', 'available', 'failed', 'disabled', 'deregistered'),
    tags,
    description,
    isPublic: fc.boolean(),
    deregistrationProtection: fc.constantFrom('disabled', 'enabled', 'enabled-with-cooldown'),
    deprecationTime: time.map((at) => at.toISOString()),
  })
  .chain((all) => fc.subarray(Object.keys(all) as (keyof typeof all)[]).map((keys) => only(all, keys)));
const only = <T extends object>(all: T, keys: readonly (keyof T)[]): Partial<T> =>
  Object.fromEntries(keys.map((key) => [key, all[key]])) as Partial<T>;

export const restorationId = fc.constantFrom('r1', 'r2');
const someRules = fc.array(
  anyRule.map((rule) => ({ ...rule, creationDate: new Date(0) })),
  { maxLength: 3 },
);
const include = fc.subarray([...IMAGE_ASPECTS], { minLength: 1 });

/** Whatever may have happened to it, in whatever order. */
export const imageEvents: fc.Arbitrary<ImageEvent> = fc.oneof(
  anyRegistration.map(created),
  sight.map(({ isPublic: _public, deprecationTime: _at, deregistrationProtection: _how, ...facts }) =>
    adopted(facts),
  ),
  fc.constantFrom(
    becameAvailable,
    creationFailed('no room'),
    deregistered,
    deprecationCancelled,
    disabled,
    enabled,
    protectionDisabled,
  ),
  time.map((at) => deregisteredWith({ retention: { ruleId: 'rule-1', retainedUntil: at.toISOString() } })),
  restorationId.map((id) => restored(id)),
  fc.boolean().map(protectionEnabled),
  cause.map((why) => imageRevoked(why)),
  fc
    .record({ cascadeId, descendants: scope })
    .map(({ cascadeId: id, ...how }) => cascadeBegun(id, { ...how, channels: 'keep' })),
  cause.map((why) => imageReinstated(why)),
  fc.tuple(time, cause).map((told) => revocationScheduled(...told)),
  fc.constant(revocationCancelled),
  cascadeId.map(ancestorRevoked),
  cascadeId.map(ancestorReinstated),
  time.map((at) => deprecationScheduled(at.toISOString())),
  description.map(described),
  tags.map(tagged),
  fc.array(fc.constantFrom('a', 'b')).map((keys) => untagged(...keys)),
  principal.map(granted),
  fc.tuple(time, principal).map((told) => grantedUntil(...told)),
  principal.map(revoked),
  fc.tuple(principal, time).map((told) => expired(...told)),
  fc
    .tuple(
      fc.constantFrom(offered, accepted, rejected, left),
      fc.constantFrom('000000000001', stranger.account),
      fc.option(time, { nil: undefined }),
    )
    .map(([happened, account, at]) => happened(account, at)),
  fc.tuple(time, include).map(([at, aspects]) => rolledBack(at, ...aspects)),
);

/** What an image was once, or right before a rollback. */
const goals = fc
  .tuple(fc.array(imageEvents, { maxLength: 10 }), include, time, fc.boolean())
  .map(([history, aspects, asOf, undoes]): RollBackImage['to'] => {
    const earlier = given(created(), becameAvailable, ...history).state;
    const goal = { include: aspects, earlier };
    return undoes ? { undo: 'r1', undone: goal } : { asOf, ...goal };
  });

/** Whatever may be asked of an image. */
export const imageCommands: fc.Arbitrary<ImageCommand> = fc.oneof(
  fc.record({ type: fc.constant('CreateImage' as const), registration: anyRegistration }),
  fc.record({
    type: fc.constant('DescribeImage' as const),
    imageId: fc.constant(IMAGE),
    by,
    at: time,
    description,
  }),
  fc.record({ type: fc.constant('ReplaceTags' as const), imageId: fc.constant(IMAGE), by, at: time, tags }),
  fc.record({
    type: fc.constant('ChangeLaunchPermissions' as const),
    imageId: fc.constant(IMAGE),
    by,
    at: time,
    add: grants,
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
  fc.record({ type: fc.constant('CancelDeprecation' as const), imageId: fc.constant(IMAGE), by, at: time }),
  fc.tuple(sight, time).map(([facts, at]) => adopt(facts, at)),
  fc.tuple(principals, time).map(([these, at]) => observePermissions(these, at)),
  fc.constantFrom(undefined, 'no room').map(finish),
  fc.tuple(principal, time, time).map((told) => expire(...told)),
  fc
    .tuple(fc.constantFrom('accept' as const, 'reject' as const, 'leave' as const), by, time)
    .map((told) => answer(...told)),
  by.map(disable),
  fc
    .tuple(fc.boolean(), by, fc.constantFrom('unblocked' as const, 'block-new-sharing' as const))
    .map((wanted) => enable(...wanted)),
  fc.tuple(fc.boolean(), by).map(([withCooldown, who]) => protect(withCooldown, who)),
  by.map(unprotect),
  fc
    .record({ by, at: time, cascadeId, channels, revokeAt: time }, { requiredKeys: ['by', 'at'] })
    .map(revokeImage),
  fc.record({ by, at: time, undo: cascadeId }, { requiredKeys: ['by', 'at'] }).map(reinstateImage),
  fc
    .record({ id: cascadeId, revoked: fc.boolean(), stands: fc.boolean(), descendants: scope })
    .map(({ id, revoked: isRevoked, stands, descendants }) =>
      followCascade(id, isRevoked, stands && { descendants, ownerId: stranger.account }),
    ),
  time.map(announceRevocation),
  fc
    .record({ by, at: time, deleteAssociatedSnapshots: fc.boolean(), retentionRules: someRules })
    .map(deregister),
  fc.tuple(restorationId, time, by).map(([id, at, who]) => restore(id, at, who)),
  fc.tuple(goals, time, by).map(([to, at, who]) => rollBack(to, { at, by: who })),
);
