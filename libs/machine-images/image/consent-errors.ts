import { DomainError } from '#event-sourcing';

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
