import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { IMAGE_NOT_ALLOWED, NotTheOwner } from '#machine-images';
import { Images, LaunchPermissions, type Access, type ImageFacts, type Viewer } from '#views';
import { ImageAllowances } from '../reading/image-allowances';
import { OwnersImages } from '../reading/owners-images';

interface Answer {
  readonly access: Access;
  /** Who granted it is for the owner to see. */
  readonly showsWho: boolean;
}

/** May, or could, an account launch an image, and on what grounds? */
export class CheckAccess extends Query<Answer> {
  constructor(
    readonly imageId: string,
    readonly account: string,
    readonly viewer: Viewer,
    readonly asOf: Date | undefined,
  ) {
    super();
  }
}

@QueryHandler(CheckAccess)
export class CheckAccessHandler implements IQueryHandler<CheckAccess> {
  constructor(
    private readonly owners: OwnersImages,
    private readonly images: Images,
    private readonly permissions: LaunchPermissions,
    private readonly allowances: ImageAllowances,
  ) {}

  /** Throws UnknownImage; NotTheOwner to those who ask about somebody else. */
  async execute({ imageId, account, viewer, asOf }: CheckAccess): Promise<Answer> {
    const showsWho = await this.owners.isOwners(imageId, viewer);
    const access = await this.permissions.access(imageId, account, asOf);
    if (showsWho) return { access, showsWho };
    const image = await this.admitToOwnAccess(imageId, account, viewer, asOf);
    const allowance = await this.allowances.of(viewer, image.region, asOf);
    if (!access.allowed || !allowance.refuses(image)) return { access, showsWho };
    return { access: { allowed: false, because: IMAGE_NOT_ALLOWED }, showsWho };
  }

  private async admitToOwnAccess(
    imageId: string,
    account: string,
    viewer: Viewer,
    asOf: Date | undefined,
  ): Promise<ImageFacts> {
    if (account !== viewer.account) throw new NotTheOwner(imageId);
    const image = await this.images.find(imageId, viewer, asOf);
    if (image === undefined) throw await this.images.unknown(imageId, viewer);
    return image;
  }
}
