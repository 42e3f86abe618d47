import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Type } from 'typebox';
import { views } from '#views';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { ReadGate } from '../reading/read-gate';
import { familyOfRow } from '../resources/family';
import { Family, FamilyOwner, FamilyParams } from '../resources/family-fields';
import { AsOf } from '../resources/fields';
import { GetFamily } from './get-family';

const getFamily = endpoint({
  method: 'GET',
  path: '/v1/families/:family',
  allow: ['member', 'reader', 'auditor'],
  tag: 'families',
  summary: 'Get a family with its channels, as they are or as they were',
  params: FamilyParams,
  query: Type.Object({ ownerId: FamilyOwner, asOf: Type.Optional(AsOf) }),
  answer: Family,
});

@Controller()
export class GetFamilyController {
  constructor(
    private readonly queries: QueryBus,
    private readonly gate: ReadGate,
  ) {}

  @Endpoint(getFamily)
  async get(@Input() input: InputOf<typeof getFamily>): Promise<object> {
    const asOf = await this.gate.pass(input, [views.families]);
    const { params, query, caller } = input;
    const id = { ownerId: query.ownerId ?? caller.account, name: params.family };
    const { family, versions, channels } = await this.queries.execute(new GetFamily(id, caller, asOf));
    return familyOfRow(family, versions, channels, asOf);
  }
}
