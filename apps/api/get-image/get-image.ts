import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ImageIsNotAllowed } from '#machine-images';
import { Images, type ImageFacts, type Viewer } from '#views';
import { ImageAllowances, type ImageAllowance } from '../reading/image-allowances';

interface Found {
  readonly image: ImageFacts;
  readonly allowance: ImageAllowance;
}

export class GetImage extends Query<Found> {
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
  constructor(
    private readonly images: Images,
    private readonly allowances: ImageAllowances,
  ) {}

  /** Throws UnknownImage, also to those who may not know of it; ImageIsNotAllowed. */
  async execute({ imageId, viewer, asOf }: GetImage): Promise<Found> {
    const image = await this.images.find(imageId, viewer, asOf);
    if (image === undefined) throw await this.images.unknown(imageId, viewer);
    const allowance = await this.allowances.of(viewer, image.region, asOf);
    if (allowance.refuses(image)) throw new ImageIsNotAllowed(imageId);
    return { image, allowance };
  }
}
