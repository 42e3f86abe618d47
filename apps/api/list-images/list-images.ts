import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Images, type ImageList, type ImageRow, type Page } from '#views';

/** EC2: DescribeImages. */
export class ListImages extends Query<Page<ImageRow>> {
  constructor(readonly list: ImageList) {
    super();
  }
}

@QueryHandler(ListImages)
export class ListImagesHandler implements IQueryHandler<ListImages> {
  constructor(private readonly images: Images) {}

  execute({ list }: ListImages): Promise<Page<ImageRow>> {
    return this.images.list(list);
  }
}
