import { Controller } from '@nestjs/common';
import { Type } from 'typebox';
import { ruleIn } from '#machine-images';
import { Commands } from '../http/commands';
import { endpoint, Reason, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { written } from '../http/written';
import { presentRule, RetentionRule, ruleFields } from '../resources/retention-rule';
import { CreateRetentionRule } from './create-retention-rule';

const createRetentionRule = endpoint({
  method: 'POST',
  path: '/v1/retention-rules',
  allow: ['member'],
  writes: true,
  status: 201,
  tag: 'retention rules',
  summary: 'Have images kept in the Recycle Bin for a while once they are deregistered',
  description:
    'A rule is about what is deregistered from then on, in this region. Where several are about an image, the one that keeps it longest counts.',
  body: Type.Object({ ...ruleFields, reason: Type.Optional(Reason) }, { additionalProperties: false }),
  answer: RetentionRule,
});

@Controller()
export class CreateRetentionRuleController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(createRetentionRule)
  async create(@Input() { body, write }: InputOf<typeof createRetentionRule>): Promise<Reply<object>> {
    const { reason: _, resourceTags = [], ...content } = body;
    const wished = { ...content, resourceTags };
    const { ruleId, outcome } = await this.commands.execute(new CreateRetentionRule(wished, write));
    return written(write, outcome, {
      answerOf: (state) => presentRule(ruleIn(state, ruleId)),
      locationOf: () => `/v1/retention-rules/${ruleId}`,
    });
  }
}
