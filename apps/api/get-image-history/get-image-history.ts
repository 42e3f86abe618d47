import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ResourceHistory, type HistoryItem, type HistoryPage, type Page, type Viewer } from '#views';
import { OwnersImages } from '../reading/owners-images';

export class GetImageHistory extends Query<Page<HistoryItem>> {
  constructor(
    readonly imageId: string,
    readonly viewer: Viewer,
    readonly page: HistoryPage,
  ) {
    super();
  }
}

@QueryHandler(GetImageHistory)
export class GetImageHistoryHandler implements IQueryHandler<GetImageHistory> {
  constructor(
    private readonly owners: OwnersImages,
    private readonly history: ResourceHistory,
  ) {}

  /** Throws UnknownImage, NotTheOwner. */
  async execute({ imageId, viewer, page }: GetImageHistory): Promise<Page<HistoryItem>> {
    await this.owners.admit(imageId, viewer);
    return this.history.page(imageId, page);
  }
}
