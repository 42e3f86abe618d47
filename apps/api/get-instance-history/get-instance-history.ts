import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ResourceHistory, type HistoryItem, type HistoryPage, type Page, type Viewer } from '#views';
import { OwnersStorage } from '../reading/owners-storage';

export class GetInstanceHistory extends Query<Page<HistoryItem>> {
  constructor(
    readonly instanceId: string,
    readonly viewer: Viewer,
    readonly page: HistoryPage,
  ) {
    super();
  }
}

@QueryHandler(GetInstanceHistory)
export class GetInstanceHistoryHandler implements IQueryHandler<GetInstanceHistory> {
  constructor(
    private readonly owners: OwnersStorage,
    private readonly history: ResourceHistory,
  ) {}

  /** Throws UnknownInstance. */
  async execute({ instanceId, viewer, page }: GetInstanceHistory): Promise<Page<HistoryItem>> {
    await this.owners.instance(instanceId, viewer);
    return this.history.page(instanceId, page);
  }
}
