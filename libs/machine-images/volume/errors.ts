import { DomainError } from '#event-sourcing';

/** EC2: InvalidVolume.NotFound. Also what an account hears of a volume that is not its own. */
export class UnknownVolume extends DomainError<'unknown-volume'> {
  readonly code = 'unknown-volume';
  constructor(
    readonly volumeId: string,
    pointer?: string,
  ) {
    super(`The volume '${volumeId}' does not exist.`, pointer);
  }
}

/** EC2: InvalidVolume.NotFound. Its owner still hears that it was there. */
export class VolumeIsDeleted extends DomainError<'volume-deleted'> {
  readonly code = 'volume-deleted';
  constructor(
    readonly volumeId: string,
    pointer?: string,
  ) {
    super(`the volume ${volumeId} is deleted`, pointer);
  }
}

/** EC2: VolumeInUse. */
export class VolumeInUse extends DomainError<'volume-in-use'> {
  readonly code = 'volume-in-use';
  constructor(
    readonly volumeId: string,
    readonly instanceId: string,
    device: string,
    how = 'is already attached',
  ) {
    super(`${volumeId} ${how} to ${instanceId} as ${device}`);
  }
}

/** EC2: InvalidVolume.ZoneMismatch. */
export class VolumeInAnotherZone extends DomainError<'volume-in-another-zone'> {
  readonly code = 'volume-in-another-zone';
  constructor(
    readonly volumeId: string,
    readonly zone: string,
    wanted: string,
  ) {
    super(`the volume ${volumeId} is in ${zone}, the instance in ${wanted}`, '/instanceId');
  }
}
