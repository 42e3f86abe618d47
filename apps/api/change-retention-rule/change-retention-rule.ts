import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { WritePath } from '#event-sourcing';
import { retentionRules, type RetentionRuleChanges } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { RetentionRuleOutcome } from '../resources/retention-rule';

/** Recycle Bin: UpdateRule. */
export class ChangeRetentionRule extends Command<RetentionRuleOutcome> {
  constructor(
    readonly ruleId: string,
    readonly changes: RetentionRuleChanges,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(ChangeRetentionRule)
export class ChangeRetentionRuleHandler implements ICommandHandler<ChangeRetentionRule> {
  constructor(private readonly writePath: WritePath) {}

  execute({ ruleId, changes, write }: ChangeRetentionRule): Promise<RetentionRuleOutcome> {
    const { by, region, context, options } = write;
    const command = { type: 'ChangeRetentionRule', ruleId, changes } as const;
    return this.writePath.execute(retentionRules, { ownerId: by.account, region }, command, context, options);
  }
}
