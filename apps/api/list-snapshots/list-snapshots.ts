import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Snapshots, type Page, type SnapshotList, type SnapshotRow } from '#views';

/** EC2: DescribeSnapshots. */
export class ListSnapshots extends Query<Page<SnapshotRow>> {
  constructor(readonly list: SnapshotList) {
    super();
  }
}

@QueryHandler(ListSnapshots)
export class ListSnapshotsHandler implements IQueryHandler<ListSnapshots> {
  constructor(private readonly snapshots: Snapshots) {}

  execute({ list }: ListSnapshots): Promise<Page<SnapshotRow>> {
    return this.snapshots.list(list);
  }
}
