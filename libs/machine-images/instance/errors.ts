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
  ) {
    super(`The instance '${instanceId}' is ${state} and cannot ${wish}`);
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
