import { Controller } from '@nestjs/common';
import { ViewPositions } from '#projections';
import { Settings } from '#runtime';
import { views } from '#views';
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
  description: 'Once this is answered, the token opens nothing any more.',
  params: ServiceTokenParams,
  answer: ServiceToken,
});

@Controller()
export class RevokeServiceTokenController {
  constructor(
    private readonly commands: Commands,
    private readonly answers: ServiceTokenAnswers,
    private readonly positions: ViewPositions,
    private readonly settings: Settings,
  ) {}

  @Endpoint(revokeServiceToken)
  async revoke(@Input() { params, write }: InputOf<typeof revokeServiceToken>): Promise<Reply<object>> {
    const outcome = await this.commands.execute(new RevokeServiceToken(params.tokenId, write));
    // Also after a repetition: the first answer may have been that the view was behind.
    if (write.options.dryRun !== true)
      await this.positions.waitFor([views.serviceTokens], outcome.position, this.settings.readWait);
    return written(write, outcome, { answerOf: (state) => this.answers.ofState(params.tokenId, state) });
  }
}
