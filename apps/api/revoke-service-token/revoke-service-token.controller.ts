import { Controller } from '@nestjs/common';
import { Commands } from '../http/commands';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { written } from '../http/written';
import { ServiceToken, ServiceTokenAnswers, ServiceTokenParams } from '../resources/service-token';
import { RevokeServiceToken } from './revoke-service-token';

const revokeServiceToken = endpoint({
  method: 'DELETE',
  path: '/v1/service-tokens/:tokenId',
  allow: ['platform-admin'],
  writes: true,
  tag: 'service tokens',
  summary: 'Revoke a service token',
  description: 'Once this is answered, the token opens nothing any more, in no process.',
  params: ServiceTokenParams,
  answer: ServiceToken,
});

@Controller()
export class RevokeServiceTokenController {
  constructor(
    private readonly commands: Commands,
    private readonly answers: ServiceTokenAnswers,
  ) {}

  @Endpoint(revokeServiceToken)
  async revoke(@Input() { params, write }: InputOf<typeof revokeServiceToken>): Promise<Reply<object>> {
    const outcome = await this.commands.execute(new RevokeServiceToken(params.tokenId, write));
    return written(write, outcome, { answerOf: (state) => this.answers.ofState(params.tokenId, state) });
  }
}
