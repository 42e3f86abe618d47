import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Type } from 'typebox';
import { views } from '#views';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { ReadGate } from '../reading/read-gate';
import { AsOf, Cursor, Limit, pageSchema, presentPage } from '../resources/fields';
import { InstanceIdParams } from '../resources/instance-fields';
import { replacementOfRow, RootVolumeReplacement } from '../resources/root-volume-replacement';
import { ListRootVolumeReplacements } from './list-root-volume-replacements';

const listRootVolumeReplacements = endpoint({
  method: 'GET',
  path: '/v1/instances/:instanceId/root-volume-replacements',
  allow: ['member', 'reader', 'auditor'],
  tag: 'instances',
  summary: 'List the replacements of the root volume of an instance',
  description: 'Newest first.',
  params: InstanceIdParams,
  query: Type.Object({ asOf: Type.Optional(AsOf), limit: Limit, cursor: Type.Optional(Cursor) }),
  answer: pageSchema(RootVolumeReplacement),
});

@Controller()
export class ListRootVolumeReplacementsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly gate: ReadGate,
  ) {}

  @Endpoint(listRootVolumeReplacements)
  async list(@Input() input: InputOf<typeof listRootVolumeReplacements>): Promise<object> {
    const asOf = await this.gate.pass(input, [views.instances, views.rootVolumeReplacements]);
    const { params, caller, query } = input;
    const { limit, cursor } = query;
    const page = await this.queries.execute(
      new ListRootVolumeReplacements(params.instanceId, caller, {
        limit,
        ...(asOf === undefined ? {} : { asOf }),
        ...(cursor === undefined ? {} : { cursor }),
      }),
    );
    return presentPage(page, replacementOfRow);
  }
}
