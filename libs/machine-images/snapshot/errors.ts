import { DomainError } from '#event-sourcing';

/** EC2: InvalidSnapshot.NotFound. Also what an account hears of a snapshot that is not its own. */
export class UnknownSnapshot extends DomainError<'unknown-snapshot'> {
  readonly code = 'unknown-snapshot';
  constructor(
    readonly snapshotId: string,
    pointer?: string,
  ) {
    super(`The snapshot '${snapshotId}' does not exist.`, pointer);
  }
}

/** EC2: InvalidSnapshot.NotFound. Its owner still hears that it was there. */
export class SnapshotIsDeleted extends DomainError<'snapshot-deleted'> {
  readonly code = 'snapshot-deleted';
  constructor(
    readonly snapshotId: string,
    pointer?: string,
  ) {
    super(`the snapshot ${snapshotId} is deleted`, pointer);
  }
}

/** EC2: InvalidSnapshot.InUse. */
export class SnapshotInUse extends DomainError<'snapshot-in-use'> {
  readonly code = 'snapshot-in-use';
  constructor(
    readonly snapshotId: string,
    readonly imageId: string,
  ) {
    super(`The snapshot ${snapshotId} is currently in use by ${imageId}`);
  }
}

/** EC2: IncorrectState. */
export class SnapshotIsPending extends DomainError<'snapshot-pending'> {
  readonly code = 'snapshot-pending';
  constructor(
    readonly snapshotId: string,
    pointer?: string,
  ) {
    super(`the snapshot ${snapshotId} is not completed yet`, pointer);
  }
}

/** EC2: IncorrectState. */
export class SnapshotHasFailed extends DomainError<'snapshot-failed'> {
  readonly code = 'snapshot-failed';
  constructor(
    readonly snapshotId: string,
    pointer?: string,
  ) {
    super(`the snapshot ${snapshotId} has failed and holds nothing`, pointer);
  }
}
