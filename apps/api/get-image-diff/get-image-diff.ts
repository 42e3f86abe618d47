import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { WritePath } from '#event-sourcing';
import {
  differenceOf,
  ImageDidNotExist,
  imageAt,
  images,
  type ExistingImage,
  type ImageDifference,
} from '#machine-images';
import type { Viewer } from '#views';
import { InvalidRequest } from '../http/problems';
import { Moments } from '../reading/moments';
import { OwnersImages } from '../reading/owners-images';

interface Span {
  readonly from: string;
  /** Until now, where it is not given. */
  readonly to?: string;
}

export class GetImageDiff extends Query<ImageDifference> {
  constructor(
    readonly imageId: string,
    readonly viewer: Viewer,
    readonly span: Span,
  ) {
    super();
  }
}

@QueryHandler(GetImageDiff)
export class GetImageDiffHandler implements IQueryHandler<GetImageDiff> {
  constructor(
    private readonly owners: OwnersImages,
    private readonly moments: Moments,
    private readonly writePath: WritePath,
  ) {}

  /** Throws UnknownImage, NotTheOwner; FutureAsOf, ImageDidNotExist, InvalidRequest. */
  async execute({ imageId, viewer, span: { from, to } }: GetImageDiff): Promise<ImageDifference> {
    await this.owners.admit(imageId, viewer);
    const start = await this.moments.over(from, '/from');
    const end = to === undefined ? undefined : await this.moments.over(to, '/to');
    if (end !== undefined && end < start)
      throw new InvalidRequest([{ in: 'query', pointer: '/to', detail: 'is before from' }]);
    const before = await this.image(imageId, start, '/from');
    return differenceOf(before, await this.image(imageId, end, '/to'));
  }

  /** From its stream, which is as new as an answer can be. */
  private async image(imageId: string, asOf: Date | undefined, pointer: string): Promise<ExistingImage> {
    const { state } = await (asOf === undefined
      ? this.writePath.load(images, imageId)
      : this.writePath.loadAsOf(images, imageId, asOf));
    if (state.kind === 'unknown') throw new ImageDidNotExist(imageId, pointer);
    return imageAt(state, asOf ?? new Date());
  }
}
