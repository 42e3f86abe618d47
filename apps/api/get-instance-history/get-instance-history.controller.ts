import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { views } from '#views';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { ReadGate } from '../reading/read-gate';
import { History, HistoryAnswers, HistoryQuery } from '../resources/history';
import { InstanceIdParams } from '../resources/instance-fields';
import { GetInstanceHistory } from './get-instance-history';

const getInstanceHistory = endpoint({
  method: 'GET',
  path: '/v1/instances/:instanceId/history',
  allow: ['member', 'reader', 'auditor'],
  tag: 'instances',
  summary: 'Get every change of an instance: what, before and after, who, why, when',
  params: InstanceIdParams,
  query: HistoryQuery,
  answer: History,
});

@Controller()
export class GetInstanceHistoryController {
  constructor(
    private readonly queries: QueryBus,
    private readonly gate: ReadGate,
    private readonly answers: HistoryAnswers,
  ) {}

  @Endpoint(getInstanceHistory)
  async get(
    @Input() { params, query, caller, position }: InputOf<typeof getInstanceHistory>,
  ): Promise<object> {
    await this.gate.pass({ position }, [views.instances, views.resourceHistory]);
    return this.answers.of(
      await this.queries.execute(new GetInstanceHistory(params.instanceId, caller, query)),
    );
  }
}
