import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { SnapshotRow, Viewer } from '#views';
import { OwnersStorage } from '../reading/owners-storage';

export class GetSnapshot extends Query<SnapshotRow> {
  constructor(
    readonly snapshotId: string,
    readonly viewer: Viewer,
    readonly asOf: Date | undefined,
  ) {
    super();
  }
}

@QueryHandler(GetSnapshot)
export class GetSnapshotHandler implements IQueryHandler<GetSnapshot> {
  constructor(private readonly owners: OwnersStorage) {}

  /** Throws UnknownSnapshot. */
  execute({ snapshotId, viewer, asOf }: GetSnapshot): Promise<SnapshotRow> {
    return this.owners.snapshot(snapshotId, viewer, asOf);
  }
}
