import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Lineage, type LineagePage, type LineageWish, type Viewer } from '#views';
import { OwnersImages } from '../reading/owners-images';

/** What an image came of, and what came of it. */
export class GetImageLineage extends Query<LineagePage> {
  constructor(
    readonly imageId: string,
    readonly viewer: Viewer,
    readonly wish: Omit<LineageWish, 'viewer'>,
  ) {
    super();
  }
}

@QueryHandler(GetImageLineage)
export class GetImageLineageHandler implements IQueryHandler<GetImageLineage> {
  constructor(
    private readonly owners: OwnersImages,
    private readonly lineage: Lineage,
  ) {}

  /** Throws UnknownImage, NotTheOwner. */
  async execute({ imageId, viewer, wish }: GetImageLineage): Promise<LineagePage> {
    await this.owners.admit(imageId, viewer);
    return this.lineage.page(imageId, { ...wish, viewer });
  }
}
