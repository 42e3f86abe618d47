import { DomainError } from '#event-sourcing';

/** EC2: InvalidInstanceID.NotFound. Also what an account hears of an instance that is another's. */
export class UnknownInstance extends DomainError<'unknown-instance'> {
  readonly code = 'unknown-instance';
  constructor(
    readonly instanceId: string,
    pointer?: string,
  ) {
    super(`The instance ID '${instanceId}' does not exist`, pointer);
  }
}

/** EC2: IncorrectInstanceState. */
export class IncorrectInstanceState extends DomainError<'incorrect-instance-state'> {
  readonly code = 'incorrect-instance-state';
  constructor(
    readonly instanceId: string,
    readonly state: string,
    wish: string,
    pointer?: string,
  ) {
    super(`The instance '${instanceId}' is ${state} and cannot ${wish}`, pointer);
  }
}

/** EC2: InvalidParameterValue, the attachment point is already in use. */
export class DeviceInUse extends DomainError<'device-in-use'> {
  readonly code = 'device-in-use';
  constructor(
    readonly device: string,
    /** What the device holds. */
    readonly volumeId: string,
  ) {
    super(`Attachment point ${device} is already in use`, '/device');
  }
}

/** The ledger does not know from which image the volume came to be, so nothing like it can be made. */
export class RootVolumeCannotReturn extends DomainError<'root-volume-cannot-return'> {
  readonly code = 'root-volume-cannot-return';
  constructor(readonly volumeId: string) {
    super(`it is not known from which image ${volumeId} came to be`, '/undo');
  }
}

/** EC2: IncorrectInstanceState. One at a time. */
export class RootVolumeReplacementInProgress extends DomainError<'root-volume-replacement-in-progress'> {
  readonly code = 'root-volume-replacement-in-progress';
  constructor(readonly instanceId: string) {
    super(`the root volume of ${instanceId} is being replaced already`);
  }
}

/** EC2: InvalidParameterCombination. What the instance runs on cannot run this image. */
export class IncompatibleImage extends DomainError<'incompatible-image'> {
  readonly code = 'incompatible-image';
  constructor(
    readonly imageId: string,
    detail: string,
  ) {
    super(`${imageId} does not fit the instance: ${detail}`, '/imageId');
  }
}

/** EC2: InvalidParameterValue. */
export class RootVolumeTooSmall extends DomainError<'root-volume-too-small'> {
  readonly code = 'root-volume-too-small';
  constructor(
    readonly imageId: string,
    size: number,
    present: number,
  ) {
    super(`the root volume of ${imageId} has ${size} GiB, and the present one ${present}`, '/imageId');
  }
}

/** EC2: InvalidParameterValue. */
export class SnapshotOfAnotherLineage extends DomainError<'snapshot-of-another-lineage'> {
  readonly code = 'snapshot-of-another-lineage';
  constructor(
    readonly snapshotId: string,
    instanceId: string,
  ) {
    super(`${snapshotId} was made of no root volume that ${instanceId} has or had`, '/snapshotId');
  }
}
