import type { LaunchPrincipal } from './launch-principal';
import { MAX_LAUNCH_PERMISSIONS } from './launch-permissions';
import {
  account,
  changePermissions,
  content,
  created,
  creationFailed,
  becameAvailable,
  describeAs,
  described,
  disable,
  disabled,
  enable,
  enabled,
  encryptedVolume,
  everybody,
  given,
  owner,
  givenAnImage,
  grant,
  granted,
  imageRevoked,
  protect,
  protectionEnabled,
  replaceTags,
  revoke,
  revoked,
  revokeImage,
  rootVolume,
  tagged,
} from './image.testing';

const one = account('000000000001');
const two = account('000000000002');
const three = account('000000000003');
/** An image that was shared, and is disabled. */
const disabledOf = (...principals: readonly LaunchPrincipal[]) => [
  ...principals.map(granted),
  disabled,
  ...principals.map(revoked),
];

describe('Disabling an image', () => {
  it('removes every launch permission that it has, in the same breath', () => {
    givenAnImage(granted(two), granted(everybody), granted(one))
      .when(disable())
      .thenRecords(disabled, revoked(one), revoked(two), revoked(everybody));
    givenAnImage().when(disable()).thenRecords(disabled);
  });

  it('does nothing when it is disabled', () => {
    givenAnImage(...disabledOf(one))
      .when(disable())
      .thenNothingHappens();
  });

  it('waits until it is made', () => {
    given(created()).when(disable()).thenRefuses('image-pending');
    given(created()).when(enable()).thenRefuses('image-pending');
  });

  it('is refused for one that could not be made', () => {
    const image = given(created(), creationFailed('no room'));
    image.when(disable()).thenRefuses('image-failed');
    image.when(enable()).thenRefuses('image-failed');
  });

  it('keeps anybody from being granted a permission', () => {
    const image = givenAnImage(...disabledOf(one));
    image.when(grant(two)).thenRefuses('image-disabled', '/add');
    image.when(changePermissions({ add: [everybody], remove: [one] })).thenRefuses('image-disabled', '/add');
    image.when(grant(account('nobody'))).thenRefuses('invalid-launch-permission', '/add/0/userId');
    image.when(revoke(one)).thenNothingHappens();
  });

  it('leaves the owner the rest', () => {
    const image = givenAnImage(disabled);
    image.when(describeAs('old')).thenRecords(described('old'));
    image.when(replaceTags({ a: '1' })).thenRecords(tagged({ a: '1' }));
    image.when(protect(false)).thenRecords(protectionEnabled(false));
    image.when(revokeImage()).thenRecords(imageRevoked());
  });
});

describe('Enabling an image', () => {
  it('brings it back private', () => {
    givenAnImage(...disabledOf(one))
      .when(enable())
      .thenRecords(enabled);
  });

  it('restores the permissions that disabling removed, when asked to', () => {
    givenAnImage(granted(three), revoked(three), ...disabledOf(two, one))
      .when(enable(true))
      .thenRecords(enabled, granted(one), granted(two));
  });

  it('does nothing when it is not disabled', () => {
    givenAnImage(granted(one)).when(enable(true)).thenNothingHappens();
    givenAnImage(...disabledOf(one), enabled)
      .when(enable(true))
      .thenNothingHappens();
  });

  it('is refused when the image has lost its snapshots', () => {
    const wish = { ...enable(), lostSnapshots: ['snap-1'] };
    givenAnImage(...disabledOf(one))
      .when(wish)
      .thenRefuses('image-snapshots-lost');
    givenAnImage().when(wish).thenNothingHappens();
  });

  it('forgets what it did not restore', () => {
    givenAnImage(...disabledOf(one), enabled, disabled)
      .when(enable(true))
      .thenRecords(enabled);
  });

  it('restores what the last disabling removed, and nothing earlier', () => {
    givenAnImage(...disabledOf(one), enabled, ...disabledOf(two))
      .when(enable(true))
      .thenRecords(enabled, granted(two));
  });

  it('lets everybody be granted a permission again', () => {
    givenAnImage(...disabledOf(one), enabled)
      .when(grant(one))
      .thenRecords(granted(one));
  });

  it('restores nobody who would be refused today', () => {
    const encrypted = created({ content: content({ blockDeviceMappings: [rootVolume, encryptedVolume] }) });
    const once = [account('nobody'), everybody, one];
    given(encrypted, becameAvailable, ...once.map(granted), disabled, ...once.map(revoked))
      .when(enable(true))
      .thenRecords(enabled, granted(one));
  });

  it('does not make an image public whose owner blocks that by now', () => {
    givenAnImage(...disabledOf(everybody, one))
      .when(enable(true, owner, 'block-new-sharing'))
      .thenRecords(enabled, granted(one));
  });

  it('restores no more than an image may have', () => {
    const many = Array.from({ length: MAX_LAUNCH_PERMISSIONS + 1 }, (_, index) =>
      account(String(index).padStart(12, '0')),
    );
    const restored = givenAnImage(...disabledOf(...many)).decide(enable(true));
    expect(restored).toHaveLength(1 + MAX_LAUNCH_PERMISSIONS);
    expect(restored.at(-1)).toEqual(granted(many[MAX_LAUNCH_PERMISSIONS - 1]!));
  });

  it('restores no more than there is room for beside those who have one by now', () => {
    const many = Array.from({ length: MAX_LAUNCH_PERMISSIONS }, (_, index) =>
      account(String(index).padStart(12, '0')),
    );
    const restored = givenAnImage(...disabledOf(...many), granted(everybody)).decide(enable(true));
    expect(restored).toHaveLength(MAX_LAUNCH_PERMISSIONS);
  });

  it('makes an image public again whose owner has not said otherwise', () => {
    const { imageBlockPublicAccess: _, ...wish } = enable(true);
    givenAnImage(...disabledOf(everybody))
      .when(wish)
      .thenRecords(enabled, granted(everybody));
  });

  it('counts who has a permission already, and grants nothing twice', () => {
    // No decision makes such a history; whatever did, it is folded.
    givenAnImage(granted(one), granted(two), disabled, revoked(one))
      .when(enable(true))
      .thenRecords(enabled, granted(one));
  });
});
