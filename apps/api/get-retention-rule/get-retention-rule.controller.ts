import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Type } from 'typebox';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { ReadGate } from '../reading/read-gate';
import { AsOf } from '../resources/fields';
import {
  presentRule,
  RetentionRule,
  RetentionRuleOwner,
  RetentionRuleParams,
} from '../resources/retention-rule';
import { GetRetentionRule } from './get-retention-rule';

const getRetentionRule = endpoint({
  method: 'GET',
  path: '/v1/retention-rules/:ruleId',
  allow: ['member', 'reader', 'auditor'],
  tag: 'retention rules',
  summary: 'Get a retention rule, as it is or as it was',
  params: RetentionRuleParams,
  query: Type.Object({ asOf: Type.Optional(AsOf), owner: RetentionRuleOwner }),
  answer: RetentionRule,
});

@Controller()
export class GetRetentionRuleController {
  constructor(
    private readonly queries: QueryBus,
    private readonly gate: ReadGate,
  ) {}

  @Endpoint(getRetentionRule)
  async get(@Input() input: InputOf<typeof getRetentionRule>): Promise<object> {
    const asOf = await this.gate.pass(input, []);
    const { params, caller: viewer, region, query } = input;
    const { owner = 'self' } = query;
    const wanted = { viewer, owner, region, asOf };
    return presentRule(await this.queries.execute(new GetRetentionRule(params.ruleId, wanted)));
  }
}
