import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ResourceHistory, type HistoryItem, type HistoryPage, type Page, type Viewer } from '#views';
import { OwnersStorage } from '../reading/owners-storage';

export class GetSnapshotHistory extends Query<Page<HistoryItem>> {
  constructor(
    readonly snapshotId: string,
    readonly viewer: Viewer,
    readonly page: HistoryPage,
  ) {
    super();
  }
}

@QueryHandler(GetSnapshotHistory)
export class GetSnapshotHistoryHandler implements IQueryHandler<GetSnapshotHistory> {
  constructor(
    private readonly owners: OwnersStorage,
    private readonly history: ResourceHistory,
  ) {}

  /** Throws UnknownSnapshot. */
  async execute({ snapshotId, viewer, page }: GetSnapshotHistory): Promise<Page<HistoryItem>> {
    await this.owners.snapshot(snapshotId, viewer);
    return this.history.page(snapshotId, page);
  }
}
