import { DomainError } from '#event-sourcing';

/** EC2: InvalidAMIName.Duplicate. */
export class ImageNameIsTaken extends DomainError<'image-name-taken'> {
  readonly code = 'image-name-taken';
  constructor(
    readonly imageName: string,
    readonly imageId: string,
  ) {
    super(`AMI name ${imageName} is already in use by AMI ${imageId}`, '/name');
  }
}
