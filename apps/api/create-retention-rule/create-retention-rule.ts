import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { resourceIdOf, WritePath } from '#event-sourcing';
import { retentionRules, type RetentionRuleContent } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { RetentionRuleOutcome } from '../resources/retention-rule';

interface Created {
  readonly ruleId: string;
  readonly outcome: RetentionRuleOutcome;
}

/** Recycle Bin: CreateRule. */
export class CreateRetentionRule extends Command<Created> {
  constructor(
    readonly content: RetentionRuleContent,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(CreateRetentionRule)
export class CreateRetentionRuleHandler implements ICommandHandler<CreateRetentionRule> {
  constructor(private readonly writePath: WritePath) {}

  async execute({ content, write }: CreateRetentionRule): Promise<Created> {
    const { by, region, context, options } = write;
    const id = { ownerId: by.account, region };
    const ruleId = resourceIdOf('rule', context.commandId);
    const command = { type: 'CreateRetentionRule', rule: { ...content, ...id, ruleId } } as const;
    return { ruleId, outcome: await this.writePath.execute(retentionRules, id, command, context, options) };
  }
}
