import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Type } from 'typebox';
import { views } from '#views';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { ReadGate } from '../reading/read-gate';
import { summaryOfRow } from '../resources/family';
import { FamilySummary } from '../resources/family-fields';
import { AsOf, Cursor, Limit, OwnerFilter, pageSchema, presentPage } from '../resources/fields';
import { ListFamilies } from './list-families';

const listFamilies = endpoint({
  method: 'GET',
  path: '/v1/families',
  allow: ['member', 'reader', 'auditor'],
  tag: 'families',
  summary: 'List families, by owner and name',
  query: Type.Object({
    asOf: Type.Optional(AsOf),
    owner: Type.Optional(OwnerFilter),
    limit: Limit,
    cursor: Type.Optional(Cursor),
  }),
  answer: pageSchema(FamilySummary),
});

@Controller()
export class ListFamiliesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly gate: ReadGate,
  ) {}

  @Endpoint(listFamilies)
  async list(@Input() input: InputOf<typeof listFamilies>): Promise<object> {
    const asOf = await this.gate.pass(input, [views.families]);
    const { caller, query } = input;
    const { owner, limit, cursor } = query;
    const page = await this.queries.execute(
      new ListFamilies(caller, {
        limit,
        ...(asOf === undefined ? {} : { asOf }),
        ...(owner === undefined ? {} : { ownerId: owner === 'self' ? caller.account : owner }),
        ...(cursor === undefined ? {} : { cursor }),
      }),
    );
    return presentPage(page, summaryOfRow);
  }
}
