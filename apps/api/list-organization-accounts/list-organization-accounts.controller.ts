import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Type } from 'typebox';
import { views } from '#views';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { ReadGate } from '../reading/read-gate';
import { AsOf, Cursor, Limit, pageSchema, presentPage } from '../resources/fields';
import { accountOf, OrganizationAccount, OrganizationParams } from '../resources/organization-account';
import { ListOrganizationAccounts } from './list-organization-accounts';

const listOrganizationAccounts = endpoint({
  method: 'GET',
  path: '/v1/organizations/:organizationId/accounts',
  allow: ['auditor'],
  tag: 'organizations',
  summary: 'List the accounts of an organization and its units, as they are or as they were',
  description: 'By account. An organization that no account ever joined has none.',
  params: OrganizationParams,
  query: Type.Object({ asOf: Type.Optional(AsOf), limit: Limit, cursor: Type.Optional(Cursor) }),
  answer: pageSchema(OrganizationAccount),
});

@Controller()
export class ListOrganizationAccountsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly gate: ReadGate,
  ) {}

  @Endpoint(listOrganizationAccounts)
  async list(@Input() input: InputOf<typeof listOrganizationAccounts>): Promise<object> {
    const asOf = await this.gate.pass(input, [views.organizations]);
    const { params, query } = input;
    const { limit, cursor } = query;
    const page = await this.queries.execute(
      new ListOrganizationAccounts(params.organizationId, {
        limit,
        ...(asOf === undefined ? {} : { asOf }),
        ...(cursor === undefined ? {} : { cursor }),
      }),
    );
    return presentPage(page, accountOf);
  }
}
