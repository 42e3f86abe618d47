import { GetServiceTokenHandler } from '../get-service-token/get-service-token';
import { GetServiceTokenController } from '../get-service-token/get-service-token.controller';
import { IssueServiceTokenHandler } from '../issue-service-token/issue-service-token';
import { IssueServiceTokenController } from '../issue-service-token/issue-service-token.controller';
import { ListServiceTokensHandler } from '../list-service-tokens/list-service-tokens';
import { ListServiceTokensController } from '../list-service-tokens/list-service-tokens.controller';
import { RevokeServiceTokenHandler } from '../revoke-service-token/revoke-service-token';
import { RevokeServiceTokenController } from '../revoke-service-token/revoke-service-token.controller';
import type { UseCase } from './use-case';

export const serviceTokenUseCases: readonly UseCase[] = [
  { controller: IssueServiceTokenController, handler: IssueServiceTokenHandler },
  { controller: RevokeServiceTokenController, handler: RevokeServiceTokenHandler },
  { controller: GetServiceTokenController, handler: GetServiceTokenHandler },
  { controller: ListServiceTokensController, handler: ListServiceTokensHandler },
];
