import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import {
  LaunchPermissions,
  type LaunchPermissionPage,
  type LaunchPermissionRow,
  type Page,
  type Viewer,
} from '#views';
import { OwnersImages } from '../reading/owners-images';

/** EC2: DescribeImageAttribute, the attribute `launchPermission`. */
export class ListLaunchPermissions extends Query<Page<LaunchPermissionRow>> {
  constructor(
    readonly imageId: string,
    readonly viewer: Viewer,
    readonly page: LaunchPermissionPage,
  ) {
    super();
  }
}

@QueryHandler(ListLaunchPermissions)
export class ListLaunchPermissionsHandler implements IQueryHandler<ListLaunchPermissions> {
  constructor(
    private readonly owners: OwnersImages,
    private readonly permissions: LaunchPermissions,
  ) {}

  /** Throws UnknownImage, NotTheOwner. */
  async execute({ imageId, viewer, page }: ListLaunchPermissions): Promise<Page<LaunchPermissionRow>> {
    await this.owners.admit(imageId, viewer);
    return this.permissions.page(imageId, page);
  }
}
