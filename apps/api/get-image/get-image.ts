import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Images, type ImageRow, type Viewer } from '#views';

export class GetImage extends Query<ImageRow> {
  constructor(
    readonly imageId: string,
    readonly viewer: Viewer,
    readonly asOf: Date | undefined,
  ) {
    super();
  }
}

@QueryHandler(GetImage)
export class GetImageHandler implements IQueryHandler<GetImage> {
  constructor(private readonly images: Images) {}

  /** Throws UnknownImage, also to those who may not know of it. */
  async execute({ imageId, viewer, asOf }: GetImage): Promise<ImageRow> {
    const image = await this.images.find(imageId, viewer, asOf);
    if (image === undefined) throw await this.images.unknown(imageId, viewer);
    return image;
  }
}
