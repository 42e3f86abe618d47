import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Images, launcherIn, type ImageFacts, type ImageList, type Page } from '#views';
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
    const { viewer, filters, asOf } = list;
    const account = launcherIn(filters, viewer);
    // What somebody else could launch hinges on what they had set.
    const launcher = account === undefined ? viewer : { account, mayReadAll: false };
    const allowance = await this.allowances.of(launcher, filters.region, asOf);
    const { criteria: allowed } = allowance;
    const page = await this.images.list({ ...list, ...(allowed === undefined ? {} : { allowed }) });
    return { page, allowance };
  }
}
