import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Instances, type InstanceRow, type Page, type Viewer } from '#views';
import { OwnersImages } from '../reading/owners-images';
import type { UsagePage } from '../resources/usage-filters';

/** Who uses an image: all of it to its owner, to others what they launched themselves. */
export class ListImageInstances extends Query<Page<InstanceRow>> {
  constructor(
    readonly imageId: string,
    readonly viewer: Viewer,
    readonly page: UsagePage,
  ) {
    super();
  }
}

@QueryHandler(ListImageInstances)
export class ListImageInstancesHandler implements IQueryHandler<ListImageInstances> {
  constructor(
    private readonly owners: OwnersImages,
    private readonly instances: Instances,
  ) {}

  /** Throws UnknownImage. */
  async execute({ imageId, viewer, page }: ListImageInstances): Promise<Page<InstanceRow>> {
    const mayReadAll = await this.owners.isOwners(imageId, viewer);
    return this.instances.list({
      ...page,
      viewer: { ...viewer, mayReadAll },
      filters: { ...page.filters, usedImageId: imageId },
    });
  }
}
