import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { views } from '#views';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { ReadGate } from '../reading/read-gate';
import { ServiceToken, ServiceTokenAnswers, ServiceTokenParams } from '../resources/service-token';
import { GetServiceToken } from './get-service-token';

const getServiceToken = endpoint({
  method: 'GET',
  path: '/v1/service-tokens/:tokenId',
  allow: ['platform-admin'],
  tag: 'service tokens',
  summary: 'Get a service token, without its secret',
  params: ServiceTokenParams,
  answer: ServiceToken,
});

@Controller()
export class GetServiceTokenController {
  constructor(
    private readonly queries: QueryBus,
    private readonly gate: ReadGate,
    private readonly answers: ServiceTokenAnswers,
  ) {}

  @Endpoint(getServiceToken)
  async get(@Input() { params, position }: InputOf<typeof getServiceToken>): Promise<ServiceToken> {
    await this.gate.pass({ position }, [views.serviceTokens]);
    return this.answers.of(await this.queries.execute(new GetServiceToken(params.tokenId)));
  }
}
