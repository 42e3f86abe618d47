import { ListOrganizationAccountsHandler } from '../list-organization-accounts/list-organization-accounts';
import { ListOrganizationAccountsController } from '../list-organization-accounts/list-organization-accounts.controller';
import { PlaceAccountHandler } from '../place-account/place-account';
import { PlaceAccountController } from '../place-account/place-account.controller';
import { RemoveAccountHandler } from '../remove-account/remove-account';
import { RemoveAccountController } from '../remove-account/remove-account.controller';
import type { UseCase } from './use-case';

export const organizationUseCases: readonly UseCase[] = [
  { controller: PlaceAccountController, handler: PlaceAccountHandler },
  { controller: RemoveAccountController, handler: RemoveAccountHandler },
  { controller: ListOrganizationAccountsController, handler: ListOrganizationAccountsHandler },
];
