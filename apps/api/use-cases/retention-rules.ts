import { ChangeRetentionRuleHandler } from '../change-retention-rule/change-retention-rule';
import { ChangeRetentionRuleController } from '../change-retention-rule/change-retention-rule.controller';
import { CreateRetentionRuleHandler } from '../create-retention-rule/create-retention-rule';
import { CreateRetentionRuleController } from '../create-retention-rule/create-retention-rule.controller';
import { DeleteRetentionRuleHandler } from '../delete-retention-rule/delete-retention-rule';
import { DeleteRetentionRuleController } from '../delete-retention-rule/delete-retention-rule.controller';
import { GetRetentionRuleHandler } from '../get-retention-rule/get-retention-rule';
import { GetRetentionRuleController } from '../get-retention-rule/get-retention-rule.controller';
import { ListRetentionRulesHandler } from '../list-retention-rules/list-retention-rules';
import { ListRetentionRulesController } from '../list-retention-rules/list-retention-rules.controller';
import type { UseCase } from './use-case';

export const retentionRuleUseCases: readonly UseCase[] = [
  { controller: CreateRetentionRuleController, handler: CreateRetentionRuleHandler },
  { controller: ChangeRetentionRuleController, handler: ChangeRetentionRuleHandler },
  { controller: DeleteRetentionRuleController, handler: DeleteRetentionRuleHandler },
  { controller: GetRetentionRuleController, handler: GetRetentionRuleHandler },
  { controller: ListRetentionRulesController, handler: ListRetentionRulesHandler },
];
