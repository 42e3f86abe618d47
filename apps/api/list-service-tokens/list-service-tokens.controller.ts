import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Type } from 'typebox';
import { views } from '#views';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { ReadGate } from '../reading/read-gate';
import { AccountId, Cursor, Limit, pageSchema, presentPage } from '../resources/fields';
import { ServiceToken, ServiceTokenAnswers } from '../resources/service-token';
import { ListServiceTokens } from './list-service-tokens';

const listServiceTokens = endpoint({
  method: 'GET',
  path: '/v1/service-tokens',
  allow: ['platform-admin'],
  tag: 'service tokens',
  summary: 'List service tokens, without their secrets',
  query: Type.Object({
    account: Type.Optional(AccountId),
    limit: Limit,
    cursor: Type.Optional(Cursor),
  }),
  answer: pageSchema(ServiceToken),
});

@Controller()
export class ListServiceTokensController {
  constructor(
    private readonly queries: QueryBus,
    private readonly gate: ReadGate,
    private readonly answers: ServiceTokenAnswers,
  ) {}

  @Endpoint(listServiceTokens)
  async list(@Input() { query, position }: InputOf<typeof listServiceTokens>): Promise<object> {
    await this.gate.pass({ position }, [views.serviceTokens]);
    const page = await this.queries.execute(new ListServiceTokens(query));
    return presentPage(page, (row) => this.answers.of(row));
  }
}
