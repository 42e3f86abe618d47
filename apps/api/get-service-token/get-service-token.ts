import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { UnknownServiceToken } from '#access';
import { ServiceTokens, type ServiceTokenRow } from '#views';

export class GetServiceToken extends Query<ServiceTokenRow> {
  constructor(readonly tokenId: string) {
    super();
  }
}

@QueryHandler(GetServiceToken)
export class GetServiceTokenHandler implements IQueryHandler<GetServiceToken> {
  constructor(private readonly tokens: ServiceTokens) {}

  async execute({ tokenId }: GetServiceToken): Promise<ServiceTokenRow> {
    const row = await this.tokens.find(tokenId);
    if (row === undefined) throw new UnknownServiceToken(tokenId);
    return row;
  }
}
