import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Type } from 'typebox';
import { views } from '#views';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { Reply } from '../http/reply';
import { ReadGate } from '../reading/read-gate';
import { AsOf } from '../resources/fields';
import { instanceOfRow } from '../resources/instance';
import { Instance, InstanceIdParams } from '../resources/instance-fields';
import { GetInstance } from './get-instance';

const getInstance = endpoint({
  method: 'GET',
  path: '/v1/instances/:instanceId',
  allow: ['member', 'reader', 'auditor'],
  tag: 'instances',
  summary: 'Get an instance, as it is or as it was',
  params: InstanceIdParams,
  query: Type.Object({ asOf: Type.Optional(AsOf) }),
  answer: Instance,
});

@Controller()
export class GetInstanceController {
  constructor(
    private readonly queries: QueryBus,
    private readonly gate: ReadGate,
  ) {}

  @Endpoint(getInstance)
  async get(@Input() input: InputOf<typeof getInstance>): Promise<Reply<object>> {
    const asOf = await this.gate.pass(input, [views.instances]);
    const { params, caller } = input;
    const instance = await this.queries.execute(new GetInstance(params.instanceId, caller, asOf));
    return new Reply(instanceOfRow(instance), asOf === undefined ? { revision: instance.revision } : {});
  }
}
