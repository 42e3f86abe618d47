import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Organizations, type OrganizationAccountRow, type OrganizationPage, type Page } from '#views';

export class ListOrganizationAccounts extends Query<Page<OrganizationAccountRow>> {
  constructor(
    readonly organizationId: string,
    readonly page: OrganizationPage,
  ) {
    super();
  }
}

@QueryHandler(ListOrganizationAccounts)
export class ListOrganizationAccountsHandler implements IQueryHandler<ListOrganizationAccounts> {
  constructor(private readonly organizations: Organizations) {}

  execute({ organizationId, page }: ListOrganizationAccounts): Promise<Page<OrganizationAccountRow>> {
    return this.organizations.accounts(organizationId, page);
  }
}
