import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Type } from 'typebox';
import { views, type ImageHistoryItem } from '#views';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { nameSchema } from '../http/named-schemas';
import { ReadGate } from '../reading/read-gate';
import { ActorAnswers } from '../resources/actor';
import { ActorAnswer, Cursor, Limit, pageSchema, presentPage, Time } from '../resources/fields';
import { ImageIdParams } from '../resources/image-fields';
import { GetImageHistory } from './get-image-history';

const Aspects = Type.Record(Type.String(), Type.Unknown());

const HistoryItem = nameSchema(
  'HistoryItem',
  Type.Object({
    revision: Type.Integer(),
    event: Type.String({ examples: ['LaunchPermissionGranted'] }),
    at: Time,
    actor: ActorAnswer,
    reason: Type.Union([Type.String(), Type.Null()]),
    before: Aspects,
    after: Aspects,
    correlationId: Type.String({ description: 'Everything that one request brought about shares it.' }),
    observed: Type.Boolean({ description: 'It was seen to have happened, not asked of the ledger.' }),
  }),
);

const getImageHistory = endpoint({
  method: 'GET',
  path: '/v1/images/:imageId/history',
  allow: ['member', 'reader', 'auditor'],
  tag: 'images',
  summary: 'Get every change of an image: what, before and after, who, why, when',
  params: ImageIdParams,
  query: Type.Object({
    order: Type.Enum(['oldest-first', 'newest-first'], { default: 'oldest-first' }),
    limit: Limit,
    cursor: Type.Optional(Cursor),
  }),
  answer: pageSchema(HistoryItem),
});

@Controller()
export class GetImageHistoryController {
  constructor(
    private readonly queries: QueryBus,
    private readonly gate: ReadGate,
    private readonly actors: ActorAnswers,
  ) {}

  @Endpoint(getImageHistory)
  async get(@Input() { params, query, caller, position }: InputOf<typeof getImageHistory>): Promise<object> {
    await this.gate.pass({ position }, [views.images, views.launchPermissions, views.imageHistory]);
    const page = await this.queries.execute(new GetImageHistory(params.imageId, caller, query));
    return presentPage(page, (item) => this.present(item));
  }

  private async present({ at, actor, ...item }: ImageHistoryItem): Promise<object> {
    return { ...item, at: at.toISOString(), actor: await this.actors.of(actor) };
  }
}
