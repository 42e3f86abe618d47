import { DomainError } from '#event-sourcing';
import type { ImageFitness } from './fitness';

/** Also what an account hears of another's family. */
export class UnknownFamily extends DomainError<'unknown-family'> {
  readonly code = 'unknown-family';
  constructor(
    readonly ownerId: string,
    readonly family: string,
    pointer?: string,
  ) {
    super(`account ${ownerId} has no family '${family}'`, pointer);
  }
}

export class FamilyNameIsTaken extends DomainError<'family-name-taken'> {
  readonly code = 'family-name-taken';
  constructor(readonly family: string) {
    super(`there is a family '${family}' already, and it is described otherwise`, '/name');
  }
}

export class InvalidFamilyName extends DomainError<'invalid-family-name'> {
  readonly code = 'invalid-family-name';
  constructor(what: 'family' | 'channel', pointer: string) {
    super(
      `a ${what} is named with 1 to 63 of a-z, 0-9 and -, begins with a letter and does not end with -`,
      pointer,
    );
  }
}

export class UnknownChannel extends DomainError<'unknown-channel'> {
  readonly code = 'unknown-channel';
  constructor(
    readonly channel: string,
    pointer?: string,
  ) {
    super(`there is no channel '${channel}'`, pointer);
  }
}

export class UnknownImageVersion extends DomainError<'unknown-image-version'> {
  readonly code = 'unknown-image-version';
  constructor(
    readonly version: number,
    pointer?: string,
  ) {
    super(`there is no version ${version}`, pointer);
  }
}

/** `latest` is the newest version that is not revoked, and nobody's to move. */
export class ChannelIsManaged extends DomainError<'channel-managed'> {
  readonly code = 'channel-managed';
  constructor(readonly channel: string) {
    super(`the channel '${channel}' moves by itself`);
  }
}

/** The image of another account cannot be a version: its owner could take it away. */
export class ImageOfAnotherAccount extends DomainError<'image-of-another-account'> {
  readonly code = 'image-of-another-account';
  constructor(readonly imageId: string) {
    super(`${imageId} belongs to another account than the family`, '/imageId');
  }
}

/** The image is revoked, disabled, deregistered, or not there yet: nothing to point at. */
export class ImageVersionUnusable extends DomainError<'image-version-unusable'> {
  readonly code = 'image-version-unusable';
  constructor(
    readonly imageId: string,
    readonly fitness: Exclude<ImageFitness, 'good'>,
    pointer?: string,
  ) {
    super(`${imageId} ${fitness === 'snapshots-lost' ? 'has lost its snapshots' : `is ${fitness}`}`, pointer);
  }
}

export class NothingToRollBackTo extends DomainError<'nothing-to-roll-back-to'> {
  readonly code = 'nothing-to-roll-back-to';
  constructor(readonly channel: string) {
    super(`the channel '${channel}' has pointed at no earlier version that is still good`);
  }
}

/** A channel goes back to where it has been; what it was never promoted to, it is promoted to. */
export class NeverInChannel extends DomainError<'never-in-channel'> {
  readonly code = 'never-in-channel';
  constructor(
    readonly channel: string,
    readonly version: number,
  ) {
    super(`the channel '${channel}' has not pointed at version ${version} before`, '/to');
  }
}

/** No version was published yet, or none is left that is good. */
export class ChannelPointsAtNone extends DomainError<'channel-points-at-none'> {
  readonly code = 'channel-points-at-none';
  constructor(
    readonly channel: string,
    pointer?: string,
  ) {
    super(`the channel '${channel}' points at no version`, pointer);
  }
}
