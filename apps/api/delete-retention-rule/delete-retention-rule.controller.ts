import { Controller } from '@nestjs/common';
import { Type } from 'typebox';
import { Commands } from '../http/commands';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { written } from '../http/written';
import { RetentionRuleParams } from '../resources/retention-rule';
import { DeleteRetentionRule } from './delete-retention-rule';

const deleteRetentionRule = endpoint({
  method: 'DELETE',
  path: '/v1/retention-rules/:ruleId',
  allow: ['member'],
  writes: true,
  tag: 'retention rules',
  summary: 'Delete a retention rule',
  description: 'Images that are in the Recycle Bin stay for as long as was said.',
  params: RetentionRuleParams,
  answer: Type.Object({ ruleId: Type.String() }),
});

@Controller()
export class DeleteRetentionRuleController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(deleteRetentionRule)
  async delete(@Input() { params, write }: InputOf<typeof deleteRetentionRule>): Promise<Reply<object>> {
    const { ruleId } = params;
    const outcome = await this.commands.execute(new DeleteRetentionRule(ruleId, write));
    return written(write, outcome, { answerOf: () => ({ ruleId }) });
  }
}
