import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Type } from 'typebox';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { ReadGate } from '../reading/read-gate';
import { AsOf, Cursor, Limit, pageSchema, presentPage } from '../resources/fields';
import { presentRule, RetentionRule, RetentionRuleOwner } from '../resources/retention-rule';
import { ListRetentionRules } from './list-retention-rules';

const listRetentionRules = endpoint({
  method: 'GET',
  path: '/v1/retention-rules',
  allow: ['member', 'reader', 'auditor'],
  tag: 'retention rules',
  summary: 'List the retention rules of a region, as they are or as they were',
  description: 'Newest first. Of another account, only auditors and administrators see them.',
  query: Type.Object({
    asOf: Type.Optional(AsOf),
    owner: RetentionRuleOwner,
    limit: Limit,
    cursor: Type.Optional(Cursor),
  }),
  answer: pageSchema(RetentionRule),
});

@Controller()
export class ListRetentionRulesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly gate: ReadGate,
  ) {}

  @Endpoint(listRetentionRules)
  async list(@Input() input: InputOf<typeof listRetentionRules>): Promise<object> {
    const asOf = await this.gate.pass(input, []);
    const { caller: viewer, region, query } = input;
    const { owner = 'self', limit, cursor } = query;
    const page = await this.queries.execute(
      new ListRetentionRules({
        viewer,
        owner,
        region,
        asOf,
        limit,
        ...(cursor === undefined ? {} : { cursor }),
      }),
    );
    return presentPage(page, presentRule);
  }
}
