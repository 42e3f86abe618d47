import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Type } from 'typebox';
import { ROLES } from '#access';
import { endpoint, Reason, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { AccountId, Time } from '../resources/fields';
import { ServiceToken } from '../resources/service-token';
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
  constructor(private readonly commands: CommandBus) {}

  @Endpoint(issueServiceToken)
  issue(@Input() { body, write }: InputOf<typeof issueServiceToken>): Promise<Reply<object>> {
    return this.commands.execute(new IssueServiceToken(body, write));
  }
}
