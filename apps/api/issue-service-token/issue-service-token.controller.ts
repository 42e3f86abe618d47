import { Controller } from '@nestjs/common';
import { Type } from 'typebox';
import { ROLES } from '#access';
import { ViewPositions } from '#projections';
import { Settings } from '#runtime';
import { views } from '#views';
import { Commands } from '../http/commands';
import { endpoint, Reason, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { written } from '../http/written';
import { AccountId, Time } from '../resources/fields';
import { ServiceToken, ServiceTokenAnswers, serviceTokenLocation } from '../resources/service-token';
import { IssueServiceToken } from './issue-service-token';

const issueServiceToken = endpoint({
  method: 'POST',
  path: '/v1/service-tokens',
  allow: ['platform-admin'],
  writes: true,
  status: 201,
  tag: 'service tokens',
  summary: 'Issue a service token',
  description:
    'The answer shows the token itself, once and never again, also not to a repetition of the request.',
  body: Type.Object(
    {
      account: AccountId,
      subject: Type.String({ minLength: 1, maxLength: 255, description: 'Who will use it.' }),
      roles: Type.Array(Type.Enum([...ROLES]), { minItems: 1, uniqueItems: true }),
      expiresAt: Type.Optional(Time),
      reason: Type.Optional(Reason),
    },
    { additionalProperties: false },
  ),
  answer: Type.Object({ ...ServiceToken.properties, token: Type.Optional(Type.String()) }),
});

@Controller()
export class IssueServiceTokenController {
  constructor(
    private readonly commands: Commands,
    private readonly answers: ServiceTokenAnswers,
    private readonly positions: ViewPositions,
    private readonly settings: Settings,
  ) {}

  @Endpoint(issueServiceToken)
  async issue(@Input() { body, write }: InputOf<typeof issueServiceToken>): Promise<Reply<object>> {
    const { tokenId, outcome, token } = await this.commands.execute(new IssueServiceToken(body, write));
    // Whoever gets the token may use it at once; a view that is far behind must not keep the token from being shown.
    if (outcome.events.length > 0 && write.options.dryRun !== true)
      await this.positions.giveTime([views.serviceTokens], outcome.position, this.settings.readWait);
    return written(write, outcome, {
      answerOf: async (state) => ({ ...(await this.answers.ofState(tokenId, state)), token }),
      locationOf: () => serviceTokenLocation(tokenId),
    });
  }
}
