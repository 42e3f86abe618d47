import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ruleIn, type RetentionRule } from '#machine-images';
import { RetentionRulesOf, type RulesWanted } from '../reading/retention-rules-of';

/** Recycle Bin: GetRule. */
export class GetRetentionRule extends Query<RetentionRule> {
  constructor(
    readonly ruleId: string,
    readonly wanted: RulesWanted,
  ) {
    super();
  }
}

@QueryHandler(GetRetentionRule)
export class GetRetentionRuleHandler implements IQueryHandler<GetRetentionRule> {
  constructor(private readonly rules: RetentionRulesOf) {}

  /** Throws UnknownRetentionRule. */
  async execute({ ruleId, wanted }: GetRetentionRule): Promise<RetentionRule> {
    return ruleIn(await this.rules.account(wanted), ruleId);
  }
}
