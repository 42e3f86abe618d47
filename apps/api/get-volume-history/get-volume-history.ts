import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ResourceHistory, type HistoryItem, type HistoryPage, type Page, type Viewer } from '#views';
import { OwnersStorage } from '../reading/owners-storage';

export class GetVolumeHistory extends Query<Page<HistoryItem>> {
  constructor(
    readonly volumeId: string,
    readonly viewer: Viewer,
    readonly page: HistoryPage,
  ) {
    super();
  }
}

@QueryHandler(GetVolumeHistory)
export class GetVolumeHistoryHandler implements IQueryHandler<GetVolumeHistory> {
  constructor(
    private readonly owners: OwnersStorage,
    private readonly history: ResourceHistory,
  ) {}

  /** Throws UnknownVolume. */
  async execute({ volumeId, viewer, page }: GetVolumeHistory): Promise<Page<HistoryItem>> {
    await this.owners.volume(volumeId, viewer);
    return this.history.page(volumeId, page);
  }
}
