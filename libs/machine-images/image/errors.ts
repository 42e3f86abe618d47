import { DomainError } from '#event-sourcing';

/** EC2: InvalidAMIID.NotFound. Also what an account hears of an image that it may not launch. */
export class UnknownImage extends DomainError<'unknown-image'> {
  readonly code = 'unknown-image';
  constructor(
    readonly imageId: string,
    pointer?: string,
  ) {
    super(`The image id '[${imageId}]' does not exist`, pointer);
  }
}

/** EC2: AuthFailure. The caller may launch the image, and may not change it. */
export class NotTheOwner extends DomainError<'not-the-owner'> {
  readonly code = 'not-the-owner';
  constructor(readonly imageId: string) {
    super(`only the owner of ${imageId} may do this`);
  }
}

/** EC2: InvalidAMIID.Unavailable. */
export class ImageIsDeregistered extends DomainError<'image-deregistered'> {
  readonly code = 'image-deregistered';
  constructor(readonly imageId: string) {
    super(`The image id '[${imageId}]' is no longer available`);
  }
}

/** EC2: InvalidAMIID.Unavailable. The image is still being made. */
export class ImageIsPending extends DomainError<'image-pending'> {
  readonly code = 'image-pending';
  constructor(readonly imageId: string) {
    super(`The image id '[${imageId}]' is not available yet`);
  }
}

/** EC2: InvalidAMIID.Unavailable. */
export class ImageIsDisabled extends DomainError<'image-disabled'> {
  readonly code = 'image-disabled';
  constructor(readonly imageId: string) {
    super(`The image id '[${imageId}]' is disabled`);
  }
}

/** EC2 knows no revocation; to its clients such an image is no longer available. */
export class ImageIsRevoked extends DomainError<'image-revoked'> {
  readonly code = 'image-revoked';
  constructor(readonly imageId: string) {
    super(`The image id '[${imageId}]' is revoked`);
  }
}

/** EC2: InvalidParameterValue. */
export class InvalidDeprecationTime extends DomainError<'invalid-deprecation-time'> {
  readonly code = 'invalid-deprecation-time';
  constructor(detail: string) {
    super(`an image cannot be deprecated at this time: ${detail}`, '/deprecateAt');
  }
}

/** EC2: what is public is deprecated no later than was said. */
export class PublicDeprecationIsFixed extends DomainError<'public-deprecation-fixed'> {
  readonly code = 'public-deprecation-fixed';
  constructor(readonly imageId: string) {
    super(`${imageId} is public: its deprecation cannot be cancelled or moved to a later time`);
  }
}

/** EC2: InvalidAMIName.Malformed. */
export class InvalidImageName extends DomainError<'invalid-image-name'> {
  readonly code = 'invalid-image-name';
  constructor() {
    super("an image name has 3 to 128 letters, digits, spaces and ()[]./-'@_", '/name');
  }
}

/** EC2: InvalidAMIAttributeItemValue. */
export class InvalidLaunchPermission extends DomainError<'invalid-launch-permission'> {
  readonly code = 'invalid-launch-permission';
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
