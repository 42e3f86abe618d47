import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { serviceTokens, type ServiceTokenEvent, type ServiceTokenState } from '#access';
import { WritePath, type Outcome } from '#event-sourcing';
import type { WriteRequest } from '../http/write-request';

type Revoked = Outcome<ServiceTokenState, ServiceTokenEvent>;

export class RevokeServiceToken extends Command<Revoked> {
  constructor(
    readonly tokenId: string,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(RevokeServiceToken)
export class RevokeServiceTokenHandler implements ICommandHandler<RevokeServiceToken> {
  constructor(private readonly writePath: WritePath) {}

  execute({ tokenId, write: { context, options } }: RevokeServiceToken): Promise<Revoked> {
    const command = { type: 'RevokeServiceToken', tokenId } as const;
    return this.writePath.execute(serviceTokens, tokenId, command, context, options);
  }
}
