import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { views } from '#views';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { ReadGate } from '../reading/read-gate';
import { History, HistoryAnswers, HistoryQuery } from '../resources/history';
import { VolumeIdParams } from '../resources/volume-fields';
import { GetVolumeHistory } from './get-volume-history';

const getVolumeHistory = endpoint({
  method: 'GET',
  path: '/v1/volumes/:volumeId/history',
  allow: ['member', 'reader', 'auditor'],
  tag: 'volumes',
  summary: 'Get every change of a volume: what, before and after, who, why, when',
  params: VolumeIdParams,
  query: HistoryQuery,
  answer: History,
});

@Controller()
export class GetVolumeHistoryController {
  constructor(
    private readonly queries: QueryBus,
    private readonly gate: ReadGate,
    private readonly answers: HistoryAnswers,
  ) {}

  @Endpoint(getVolumeHistory)
  async get(@Input() { params, query, caller, position }: InputOf<typeof getVolumeHistory>): Promise<object> {
    await this.gate.pass({ position }, [views.volumes, views.resourceHistory]);
    return this.answers.of(await this.queries.execute(new GetVolumeHistory(params.volumeId, caller, query)));
  }
}
