import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { imageAccessViews, views } from '#views';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { ReadGate } from '../reading/read-gate';
import { History, HistoryAnswers, HistoryQuery } from '../resources/history';
import { ImageIdParams } from '../resources/image-fields';
import { GetImageHistory } from './get-image-history';

const getImageHistory = endpoint({
  method: 'GET',
  path: '/v1/images/:imageId/history',
  allow: ['member', 'reader', 'auditor'],
  tag: 'images',
  summary: 'Get every change of an image: what, before and after, who, why, when',
  params: ImageIdParams,
  query: HistoryQuery,
  answer: History,
});

@Controller()
export class GetImageHistoryController {
  constructor(
    private readonly queries: QueryBus,
    private readonly gate: ReadGate,
    private readonly answers: HistoryAnswers,
  ) {}

  @Endpoint(getImageHistory)
  async get(@Input() { params, query, caller, position }: InputOf<typeof getImageHistory>): Promise<object> {
    await this.gate.pass({ position }, [...imageAccessViews, views.resourceHistory]);
    return this.answers.of(await this.queries.execute(new GetImageHistory(params.imageId, caller, query)));
  }
}
