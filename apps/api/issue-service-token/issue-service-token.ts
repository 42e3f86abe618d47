import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  newToken,
  serviceTokens,
  tokenHashOf,
  type Role,
  type ServiceTokenEvent,
  type ServiceTokenState,
} from '#access';
import { PersonalDataSeal, resourceIdOf, WritePath, type Outcome } from '#event-sourcing';
import type { WriteRequest } from '../http/write-request';

interface Wish {
  readonly account: string;
  readonly subject: string;
  readonly roles: readonly Role[];
  readonly expiresAt?: string;
}

export interface Issued {
  readonly tokenId: string;
  readonly outcome: Outcome<ServiceTokenState, ServiceTokenEvent>;
  /** Only the call that recorded the token knows it. */
  readonly token?: string;
}

export class IssueServiceToken extends Command<Issued> {
  constructor(
    readonly wish: Wish,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(IssueServiceToken)
export class IssueServiceTokenHandler implements ICommandHandler<IssueServiceToken> {
  constructor(
    private readonly writePath: WritePath,
    private readonly personal: PersonalDataSeal,
  ) {}

  async execute({ wish, write: { context, options } }: IssueServiceToken): Promise<Issued> {
    const { subject, expiresAt, account, roles } = wish;
    const token = newToken();
    const tokenId = resourceIdOf('token', context.commandId);
    const issue = {
      tokenId,
      account,
      roles,
      subject: await this.personal.seal({ subject }),
      tokenHash: tokenHashOf(token),
      ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt).toISOString() }),
    };
    const command = { type: 'IssueServiceToken', issue, at: context.at } as const;
    const outcome = await this.writePath.execute(serviceTokens, tokenId, command, context, options);
    return holds(outcome.state, issue.tokenHash) ? { tokenId, outcome, token } : { tokenId, outcome };
  }
}

const holds = (state: ServiceTokenState, tokenHash: string): boolean =>
  state.kind !== 'unknown' && state.issued.tokenHash === tokenHash;
