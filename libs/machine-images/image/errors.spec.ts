import { refusalsOf } from '../../../test/support/refusals';
import * as errors from './errors';

const until = new Date('2026-03-03T00:00:00Z');

describe('The refusals of images', () => {
  refusalsOf(errors, [
    [new errors.UnknownImage('ami-1'), 'unknown-image', "The image id '[ami-1]' does not exist"],
    [new errors.ImageIsNotAllowed('ami-1'), 'unknown-image', "The image id '[ami-1]' does not exist"],
    [new errors.NotTheOwner('ami-1'), 'not-the-owner', 'only the owner of ami-1 may do this'],
    [
      new errors.ImageIsDeregistered('ami-1'),
      'image-deregistered',
      "The image id '[ami-1]' is no longer available",
    ],
    [
      new errors.ImageNotInRecycleBin('ami-1'),
      'image-not-in-recycle-bin',
      "The image id '[ami-1]' is not in the Recycle Bin",
    ],
    [
      new errors.RetentionIsOver('ami-1', '2026-03-03T00:00:00Z'),
      'retention-over',
      "The image id '[ami-1]' was in the Recycle Bin until 2026-03-03T00:00:00Z",
    ],
    [new errors.ImageIsPending('ami-1'), 'image-pending', "The image id '[ami-1]' is not available yet"],
    [new errors.ImageHasFailed('ami-1'), 'image-failed', "The image id '[ami-1]' could not be made"],
    [
      new errors.ImageStorageNotShared('ami-1'),
      'image-storage-not-shared',
      'You do not have permission to access the storage of this ami: ami-1',
      '/imageId',
    ],
    [new errors.ImageIsDisabled('ami-1'), 'image-disabled', "The image id '[ami-1]' is disabled"],
    [
      new errors.ImageHasLostSnapshots('ami-1', ['snap-1', 'snap-2']),
      'image-snapshots-lost',
      "The image id '[ami-1]' has lost snap-1, snap-2",
    ],
    [new errors.ImageIsRevoked('ami-1'), 'image-revoked', "The image id '[ami-1]' is revoked"],
    [
      new errors.RevokedByCascade('ami-1', { cascadeId: 'c-1', inheritedFrom: 'ami-0' }),
      'revoked-by-cascade',
      'ami-1 is revoked by the cascade c-1 that began at ami-0: undo it there',
    ],
    [
      new errors.RevokedByCascade('ami-1', { cascadeId: 'c-1' }),
      'revoked-by-cascade',
      'ami-1 is revoked by the cascade c-1 that began at ami-1: undo it there',
    ],
    [
      new errors.UnknownCascade('c-1'),
      'unknown-cascade',
      'no cascade of this correlation id began at the image',
      '/undo',
    ],
    [
      new errors.CascadeOfAdministrator('c-1'),
      'cascade-of-administrator',
      'the cascade reaches all accounts: only a platform administrator undoes it',
      '/undo',
    ],
    [
      new errors.InvalidRevocationTime(),
      'invalid-revocation-time',
      'an image is revoked now, or at a time that is to come',
      '/revokeAt',
    ],
    [
      new errors.ImageIsProtected('ami-1', undefined),
      'image-protected',
      'ami-1 is protected from being deregistered',
    ],
    [
      new errors.ImageIsProtected('ami-1', until),
      'image-protected',
      'ami-1 is protected from being deregistered until 2026-03-03T00:00:00.000Z',
    ],
    [
      new errors.InvalidDeprecationTime('it is over'),
      'invalid-deprecation-time',
      'an image cannot be deprecated at this time: it is over',
      '/deprecateAt',
    ],
    [
      new errors.PublicDeprecationIsFixed('ami-1'),
      'public-deprecation-fixed',
      'ami-1 is public: its deprecation cannot be cancelled or moved to a later time',
    ],
    [
      new errors.InvalidImageName(),
      'invalid-image-name',
      "an image name has 3 to 128 letters, digits, spaces and ()[]./-'@_",
      '/name',
    ],
    [
      new errors.ImageDidNotExist('ami-1', '/to'),
      'image-not-yet-created',
      'ami-1 did not exist at that time',
      '/to',
    ],
    [
      new errors.UnknownRollback('c-1'),
      'unknown-rollback',
      'nothing was rolled back here by a request of this correlation id',
      '/undo',
    ],
    [
      new errors.LifecycleCannotReturn('ami-1', 'deregistered', 'available'),
      'lifecycle-cannot-return',
      'ami-1 is deregistered and was available: only what is available or disabled becomes so again',
    ],
    [
      new errors.InvalidLaunchPermission('what it is about', '/add/0'),
      'invalid-launch-permission',
      'what it is about',
      '/add/0',
    ],
    [
      new errors.LaunchPermissionNotAccepted('ami-1'),
      'launch-permission-not-accepted',
      'the launch permission for ami-1 has not been accepted',
      '/imageId',
    ],
    [
      new errors.NotSharedByName('ami-1'),
      'not-shared-by-name',
      'ami-1 is not shared with the account by its own name',
    ],
    [
      new errors.AcceptanceNotRequired('ami-1'),
      'acceptance-not-required',
      'the launch permission for ami-1 asks for no acceptance; it can be left',
      '/decision',
    ],
    [
      new errors.PublicAccessIsBlocked('ami-1'),
      'public-access-blocked',
      'You can’t publicly share this image because block public access for AMIs is enabled for this account. To publicly share the image, you must call the DisableImageBlockPublicAccess API.',
      '/add',
    ],
    [
      new errors.TooManyLaunchPermissions(10_000),
      'too-many-launch-permissions',
      'an image has at most 10000 launch permissions',
      '/add',
    ],
    [
      new errors.EncryptedImageCannotBePublic('ami-1'),
      'encrypted-image-cannot-be-public',
      'ami-1 has an encrypted volume and cannot be public',
      '/add',
    ],
  ]);

  it('say in the record alone that it was the account’s own setting', () => {
    expect(new errors.ImageIsNotAllowed('ami-1').recordedAs).toBe('image-not-allowed');
  });
});
