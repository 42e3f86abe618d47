import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ServiceTokens, type Page, type ServiceTokenRow } from '#views';

interface List {
  readonly account?: string;
  readonly limit: number;
  readonly cursor?: string;
}

export class ListServiceTokens extends Query<Page<ServiceTokenRow>> {
  constructor(readonly list: List) {
    super();
  }
}

@QueryHandler(ListServiceTokens)
export class ListServiceTokensHandler implements IQueryHandler<ListServiceTokens> {
  constructor(private readonly tokens: ServiceTokens) {}

  execute({ list }: ListServiceTokens): Promise<Page<ServiceTokenRow>> {
    return this.tokens.list(list);
  }
}
