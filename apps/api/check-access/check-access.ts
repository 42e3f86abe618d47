import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { NotTheOwner } from '#machine-images';
import { Images, LaunchPermissions, type Access, type Viewer } from '#views';
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
  ) {}

  /** Throws UnknownImage; NotTheOwner to those who ask about somebody else. */
  async execute({ imageId, account, viewer, asOf }: CheckAccess): Promise<Answer> {
    const showsWho = await this.owners.isOwners(imageId, viewer);
    if (!showsWho) await this.admitToOwnAccess(imageId, account, viewer, asOf);
    return { access: await this.permissions.access(imageId, account, asOf), showsWho };
  }

  private async admitToOwnAccess(
    imageId: string,
    account: string,
    viewer: Viewer,
    asOf: Date | undefined,
  ): Promise<void> {
    if (account !== viewer.account) throw new NotTheOwner(imageId);
    if ((await this.images.find(imageId, viewer, asOf)) === undefined)
      throw await this.images.unknown(imageId, viewer);
  }
}
