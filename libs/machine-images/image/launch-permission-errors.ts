import { DomainError } from '#event-sourcing';

/** EC2: InvalidAMIAttributeItemValue. */
export class InvalidLaunchPermission extends DomainError<'invalid-launch-permission'> {
  readonly code = 'invalid-launch-permission';
}

/** EC2: InvalidAMIID.Unavailable. The account was asked whether it accepts the launch permission, and has not. */
export class LaunchPermissionNotAccepted extends DomainError<'launch-permission-not-accepted'> {
  readonly code = 'launch-permission-not-accepted';
  constructor(readonly imageId: string) {
    super(`the launch permission for ${imageId} has not been accepted`, '/imageId');
  }
}

/** EC2: OperationNotPermitted. Nobody speaks for all whom an organization, a unit or everybody is made of. */
export class NotSharedByName extends DomainError<'not-shared-by-name'> {
  readonly code = 'not-shared-by-name';
  constructor(readonly imageId: string) {
    super(`${imageId} is not shared with the account by its own name`);
  }
}

/** EC2: OperationNotPermitted. */
export class AcceptanceNotRequired extends DomainError<'acceptance-not-required'> {
  readonly code = 'acceptance-not-required';
  constructor(readonly imageId: string) {
    super(`the launch permission for ${imageId} asks for no acceptance; it can be left`, '/decision');
  }
}

/** EC2: OperationNotPermitted, in its words. */
export class PublicAccessIsBlocked extends DomainError<'public-access-blocked'> {
  readonly code = 'public-access-blocked';
  constructor(readonly imageId: string) {
    super(
      'You can’t publicly share this image because block public access for AMIs is enabled for this account. To publicly share the image, you must call the DisableImageBlockPublicAccess API.',
      '/add',
    );
  }
}

/** EC2: the limit on entities that an image can be shared with. */
export class TooManyLaunchPermissions extends DomainError<'too-many-launch-permissions'> {
  readonly code = 'too-many-launch-permissions';
  constructor(readonly limit: number) {
    super(`an image has at most ${limit} launch permissions`, '/add');
  }
}

/** EC2: InvalidParameterCombination. */
export class EncryptedImageCannotBePublic extends DomainError<'encrypted-image-cannot-be-public'> {
  readonly code = 'encrypted-image-cannot-be-public';
  constructor(readonly imageId: string) {
    super(`${imageId} has an encrypted volume and cannot be public`, '/add');
  }
}
