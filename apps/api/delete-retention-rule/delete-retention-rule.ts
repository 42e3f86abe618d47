import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { WritePath } from '#event-sourcing';
import { retentionRules } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { RetentionRuleOutcome } from '../resources/retention-rule';

/** Recycle Bin: DeleteRule. */
export class DeleteRetentionRule extends Command<RetentionRuleOutcome> {
  constructor(
    readonly ruleId: string,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(DeleteRetentionRule)
export class DeleteRetentionRuleHandler implements ICommandHandler<DeleteRetentionRule> {
  constructor(private readonly writePath: WritePath) {}

  execute({ ruleId, write }: DeleteRetentionRule): Promise<RetentionRuleOutcome> {
    const { by, region, context, options } = write;
    const command = { type: 'DeleteRetentionRule', ruleId } as const;
    return this.writePath.execute(retentionRules, { ownerId: by.account, region }, command, context, options);
  }
}
