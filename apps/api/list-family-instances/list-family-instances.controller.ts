import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Type } from 'typebox';
import { views } from '#views';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { ReadGate } from '../reading/read-gate';
import { FamilyOwner, FamilyParams, Version } from '../resources/family-fields';
import { pageSchema, presentPage } from '../resources/fields';
import { FamilyUsage } from '../resources/instance-fields';
import { UsageAnswers } from '../resources/usage';
import { usagePageOf, UsageQuery } from '../resources/usage-filters';
import { ListFamilyInstances } from './list-family-instances';

const listFamilyInstances = endpoint({
  method: 'GET',
  path: '/v1/families/:family/instances',
  allow: ['member', 'reader', 'auditor'],
  tag: 'families',
  summary:
    'List what was launched from a family, or got its root volume from it: by whom, when, on what grounds',
  description: 'The newest first; terminated instances too.',
  params: FamilyParams,
  query: Type.Object({
    ownerId: FamilyOwner,
    version: Type.Optional({ ...Version, description: 'Only of this version.' }),
    ...UsageQuery.properties,
  }),
  answer: pageSchema(FamilyUsage),
});

@Controller()
export class ListFamilyInstancesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly gate: ReadGate,
    private readonly answers: UsageAnswers,
  ) {}

  @Endpoint(listFamilyInstances)
  async list(@Input() input: InputOf<typeof listFamilyInstances>): Promise<object> {
    const asOf = await this.gate.pass(input, [views.families, views.instances]);
    const { params, caller, query } = input;
    const { ownerId = caller.account, version } = query;
    const used = { ownerId, name: params.family, ...(version === undefined ? {} : { version }) };
    const wish = new ListFamilyInstances(used, caller, usagePageOf(query, asOf));
    const { page: found, versions } = await this.queries.execute(wish);
    return presentPage(found, (row) => this.answers.ofFamily(row, versions, caller));
  }
}
