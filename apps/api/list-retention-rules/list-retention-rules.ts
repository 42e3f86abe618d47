import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { RetentionRule } from '#machine-images';
import { decodeCursor, encodeCursor, pageOf, type Page } from '#views';
import { RetentionRulesOf, type RulesWanted } from '../reading/retention-rules-of';

interface List extends RulesWanted {
  readonly limit: number;
  readonly cursor?: string;
}

/** Recycle Bin: ListRules. */
export class ListRetentionRules extends Query<Page<RetentionRule>> {
  constructor(readonly list: List) {
    super();
  }
}

@QueryHandler(ListRetentionRules)
export class ListRetentionRulesHandler implements IQueryHandler<ListRetentionRules> {
  constructor(private readonly rules: RetentionRulesOf) {}

  /** Newest first: rules that are made meanwhile stand before the first page and shift nothing. */
  async execute({ list: { limit, cursor, ...wanted } }: ListRetentionRules): Promise<Page<RetentionRule>> {
    const { viewer, owner, region, asOf } = wanted;
    const list = ['retention-rules', viewer.account, owner, region, asOf?.toISOString()];
    const after = cursor === undefined ? undefined : decodeCursor(list, cursor, 2).join();
    const { rules } = await this.rules.account(wanted);
    const rest = [...rules.values()]
      .filter((rule) => after === undefined || keyOf(rule).join() < after)
      .sort((one, other) => (keyOf(one).join() < keyOf(other).join() ? 1 : -1));
    return pageOf(
      rest.slice(0, limit + 1),
      limit,
      (rule) => rule,
      (rule) => encodeCursor(list, keyOf(rule)),
    );
  }
}

const keyOf = ({ creationDate, ruleId }: RetentionRule): readonly string[] => [
  creationDate.toISOString(),
  ruleId,
];
