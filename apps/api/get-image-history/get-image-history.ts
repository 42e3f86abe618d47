import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ImageHistory, type HistoryPage, type ImageHistoryItem, type Page, type Viewer } from '#views';
import { OwnersImages } from '../reading/owners-images';

export class GetImageHistory extends Query<Page<ImageHistoryItem>> {
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
    private readonly history: ImageHistory,
  ) {}

  /** Throws UnknownImage, NotTheOwner. */
  async execute({ imageId, viewer, page }: GetImageHistory): Promise<Page<ImageHistoryItem>> {
    await this.owners.admit(imageId, viewer);
    return this.history.page(imageId, page);
  }
}
