import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Images, type ImageList, type ImageFacts, type Page } from '#views';
import { ImageAllowances, type ImageAllowance } from '../reading/image-allowances';

interface Listed {
  readonly page: Page<ImageFacts>;
  readonly allowance: ImageAllowance;
}

/** EC2: DescribeImages. */
export class ListImages extends Query<Listed> {
  constructor(readonly list: Omit<ImageList, 'allowed'>) {
    super();
  }
}

@QueryHandler(ListImages)
export class ListImagesHandler implements IQueryHandler<ListImages> {
  constructor(
    private readonly images: Images,
    private readonly allowances: ImageAllowances,
  ) {}

  async execute({ list }: ListImages): Promise<Listed> {
    const allowance = await this.allowances.of(list.viewer, list.filters.region, list.asOf);
    const { criteria: allowed } = allowance;
    const page = await this.images.list({ ...list, ...(allowed === undefined ? {} : { allowed }) });
    return { page, allowance };
  }
}
