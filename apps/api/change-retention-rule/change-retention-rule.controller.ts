import { Controller } from '@nestjs/common';
import { Type } from 'typebox';
import { Commands } from '../http/commands';
import { endpoint, Reason, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { RetentionRule, RetentionRuleParams, ruleFields, writtenRule } from '../resources/retention-rule';
import { ChangeRetentionRule } from './change-retention-rule';

const { resourceType: _, retentionPeriod, ...others } = ruleFields;

const changeRetentionRule = endpoint({
  method: 'PATCH',
  path: '/v1/retention-rules/:ruleId',
  allow: ['member'],
  writes: true,
  tag: 'retention rules',
  summary: 'Change a retention rule',
  description: 'Only what is sent changes. Images that are in the Recycle Bin stay for as long as was said.',
  params: RetentionRuleParams,
  body: Type.Object(
    { retentionPeriod: Type.Optional(retentionPeriod), ...others, reason: Type.Optional(Reason) },
    { additionalProperties: false },
  ),
  answer: RetentionRule,
});

@Controller()
export class ChangeRetentionRuleController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(changeRetentionRule)
  async change(
    @Input() { params, body, write }: InputOf<typeof changeRetentionRule>,
  ): Promise<Reply<object>> {
    const { ruleId } = params;
    const { reason: _reason, ...changes } = body;
    const outcome = await this.commands.execute(new ChangeRetentionRule(ruleId, changes, write));
    return writtenRule(ruleId, write, outcome);
  }
}
