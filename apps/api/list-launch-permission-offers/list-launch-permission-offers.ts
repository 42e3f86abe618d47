import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { LaunchPermissions, type LaunchPermissionPage, type LaunchPermissionRow, type Page } from '#views';

export class ListLaunchPermissionOffers extends Query<Page<LaunchPermissionRow>> {
  constructor(
    readonly account: string,
    readonly page: LaunchPermissionPage,
  ) {
    super();
  }
}

@QueryHandler(ListLaunchPermissionOffers)
export class ListLaunchPermissionOffersHandler implements IQueryHandler<ListLaunchPermissionOffers> {
  constructor(private readonly permissions: LaunchPermissions) {}

  execute({ account, page }: ListLaunchPermissionOffers): Promise<Page<LaunchPermissionRow>> {
    return this.permissions.offers(account, page);
  }
}
