import { DomainError } from '#event-sourcing';

/** EC2: InvalidBlockDeviceMapping. */
export class InvalidBlockDeviceMapping extends DomainError<'invalid-block-device-mapping'> {
  readonly code = 'invalid-block-device-mapping';
}
