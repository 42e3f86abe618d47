import { DomainError } from '#event-sourcing';

export * from './launch-permission-errors';

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

/** In the record of refusals: what an account does not allow itself. */
export const IMAGE_NOT_ALLOWED = 'image-not-allowed';

/**
 * The account may launch the image, and its own settings keep it from that. It hears what is said of what does not
 * exist, as from EC2; its record of refusals says what it was.
 */
export class ImageIsNotAllowed extends UnknownImage {
  override get recordedAs(): string {
    return IMAGE_NOT_ALLOWED;
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

/** EC2: InvalidAMIID.Unavailable. The image was not retained when it was deregistered, or is on its way back. */
export class ImageNotInRecycleBin extends DomainError<'image-not-in-recycle-bin'> {
  readonly code = 'image-not-in-recycle-bin';
  constructor(readonly imageId: string) {
    super(`The image id '[${imageId}]' is not in the Recycle Bin`);
  }
}

/** EC2: InvalidAMIID.Unavailable. */
export class RetentionIsOver extends DomainError<'retention-over'> {
  readonly code = 'retention-over';
  constructor(
    readonly imageId: string,
    readonly retainedUntil: string,
  ) {
    super(`The image id '[${imageId}]' was in the Recycle Bin until ${retainedUntil}`);
  }
}

/** EC2: InvalidAMIID.Unavailable. The image is still being made. */
export class ImageIsPending extends DomainError<'image-pending'> {
  readonly code = 'image-pending';
  constructor(readonly imageId: string) {
    super(`The image id '[${imageId}]' is not available yet`);
  }
}

/** EC2: InvalidAMIID.Unavailable. The provider could not make it. */
export class ImageHasFailed extends DomainError<'image-failed'> {
  readonly code = 'image-failed';
  constructor(readonly imageId: string) {
    super(`The image id '[${imageId}]' could not be made`);
  }
}

/** EC2: InvalidRequest. The caller may launch the image; what is in its snapshots is its owner's. */
export class ImageStorageNotShared extends DomainError<'image-storage-not-shared'> {
  readonly code = 'image-storage-not-shared';
  constructor(readonly imageId: string) {
    super(`You do not have permission to access the storage of this ami: ${imageId}`, '/imageId');
  }
}

/** EC2: InvalidAMIID.Unavailable. */
export class ImageIsDisabled extends DomainError<'image-disabled'> {
  readonly code = 'image-disabled';
  constructor(
    readonly imageId: string,
    pointer?: string,
  ) {
    super(`The image id '[${imageId}]' is disabled`, pointer);
  }
}

/** EC2: InvalidAMIID.Unavailable. What it is made from is there no more. */
export class ImageHasLostSnapshots extends DomainError<'image-snapshots-lost'> {
  readonly code = 'image-snapshots-lost';
  constructor(imageId: string, snapshotIds: readonly string[], pointer?: string) {
    super(`The image id '[${imageId}]' has lost ${snapshotIds.join(', ')}`, pointer);
  }
}

/** EC2 knows no revocation; to its clients such an image is no longer available. */
export class ImageIsRevoked extends DomainError<'image-revoked'> {
  readonly code = 'image-revoked';
  constructor(readonly imageId: string) {
    super(`The image id '[${imageId}]' is revoked`);
  }
}

/** What a cascade did is not taken back image by image, but by undoing it where it began. */
export class RevokedByCascade extends DomainError<'revoked-by-cascade'> {
  readonly code = 'revoked-by-cascade';
  constructor(
    readonly imageId: string,
    { cascadeId, inheritedFrom = imageId }: { readonly cascadeId: string; readonly inheritedFrom?: string },
    pointer?: string,
  ) {
    super(
      `${imageId} is revoked by the cascade ${cascadeId} that began at ${inheritedFrom}: undo it there`,
      pointer,
    );
  }
}

/** No cascade of this id began at the image. */
export class UnknownCascade extends DomainError<'unknown-cascade'> {
  readonly code = 'unknown-cascade';
  constructor(readonly cascadeId: string) {
    super('no cascade of this correlation id began at the image', '/undo');
  }
}

/** What a platform administrator revoked in all accounts is not one account's to undo. */
export class CascadeOfAdministrator extends DomainError<'cascade-of-administrator'> {
  readonly code = 'cascade-of-administrator';
  constructor(readonly cascadeId: string) {
    super('the cascade reaches all accounts: only a platform administrator undoes it', '/undo');
  }
}

/** EC2: InvalidParameterValue. */
export class InvalidRevocationTime extends DomainError<'invalid-revocation-time'> {
  readonly code = 'invalid-revocation-time';
  constructor() {
    super('an image is revoked now, or at a time that is to come', '/revokeAt');
  }
}

/** EC2: OperationNotPermitted. The image is protected from being deregistered, or was until a while ago. */
export class ImageIsProtected extends DomainError<'image-protected'> {
  readonly code = 'image-protected';
  constructor(
    readonly imageId: string,
    /** When the cooldown ends; there is none while the protection itself is there. */
    readonly until: Date | undefined,
  ) {
    super(`${imageId} is protected from being deregistered${until ? ` until ${until.toISOString()}` : ''}`);
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

/** There is nothing that the image could get back. */
export class ImageDidNotExist extends DomainError<'image-not-yet-created'> {
  readonly code = 'image-not-yet-created';
  constructor(
    readonly imageId: string,
    pointer: string,
  ) {
    super(`${imageId} did not exist at that time`, pointer);
  }
}

/** No rollback has this correlation id, of an image or of a channel, and no replacement of a root volume. */
export class UnknownRollback extends DomainError<'unknown-rollback'> {
  readonly code = 'unknown-rollback';
  constructor(readonly correlationId: string) {
    super('nothing was rolled back here by a request of this correlation id', '/undo');
  }
}

/** EC2: IncorrectState. What an image is made or deregistered by is not undone by a rollback. */
export class LifecycleCannotReturn extends DomainError<'lifecycle-cannot-return'> {
  readonly code = 'lifecycle-cannot-return';
  constructor(
    readonly imageId: string,
    readonly now: string,
    readonly then: string,
  ) {
    super(`${imageId} is ${now} and was ${then}: only what is available or disabled becomes so again`);
  }
}
