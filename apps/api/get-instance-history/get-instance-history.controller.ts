import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Type } from 'typebox';
import { views, type InstanceHistoryRow } from '#views';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { nameSchema } from '../http/named-schemas';
import { ReadGate } from '../reading/read-gate';
import { ActorAnswers } from '../resources/actor';
import { ActorAnswer, Cursor, Limit, pageSchema, presentPage, Time } from '../resources/fields';
import { InstanceIdParams } from '../resources/instance-fields';
import { GetInstanceHistory } from './get-instance-history';

const InstanceHistoryItem = nameSchema(
  'InstanceHistoryItem',
  Type.Object({
    revision: Type.Integer(),
    event: Type.String({ examples: ['InstanceStopped'] }),
    at: Time,
    actor: ActorAnswer,
    reason: Type.Union([Type.String(), Type.Null()]),
    data: Type.Record(Type.String(), Type.Unknown(), { description: 'What the event says.' }),
    correlationId: Type.String({ description: 'Everything that one request brought about shares it.' }),
  }),
);

const getInstanceHistory = endpoint({
  method: 'GET',
  path: '/v1/instances/:instanceId/history',
  allow: ['member', 'reader', 'auditor'],
  tag: 'instances',
  summary: 'Get everything that happened to an instance: what, who, why, when',
  params: InstanceIdParams,
  query: Type.Object({
    order: Type.Enum(['oldest-first', 'newest-first'], { default: 'oldest-first' }),
    limit: Limit,
    cursor: Type.Optional(Cursor),
  }),
  answer: pageSchema(InstanceHistoryItem),
});

@Controller()
export class GetInstanceHistoryController {
  constructor(
    private readonly queries: QueryBus,
    private readonly gate: ReadGate,
    private readonly actors: ActorAnswers,
  ) {}

  @Endpoint(getInstanceHistory)
  async get(
    @Input() { params, query, caller, position }: InputOf<typeof getInstanceHistory>,
  ): Promise<object> {
    await this.gate.pass({ position }, [views.instances, views.instanceHistory]);
    const page = await this.queries.execute(new GetInstanceHistory(params.instanceId, caller, query));
    return presentPage(page, (item) => this.present(item));
  }

  private async present({ instanceId: _, at, actor, ...item }: InstanceHistoryRow): Promise<object> {
    return { ...item, at: at.toISOString(), actor: await this.actors.of(actor) };
  }
}
