import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { WritePath } from '#event-sourcing';
import { families, type FamilyId } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { FamilyOutcome } from '../resources/family';

export class PromoteChannel extends Command<FamilyOutcome> {
  constructor(
    readonly id: FamilyId,
    readonly promotion: { readonly channel: string; readonly version: number },
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(PromoteChannel)
export class PromoteChannelHandler implements ICommandHandler<PromoteChannel> {
  constructor(private readonly writePath: WritePath) {}

  execute({ id, promotion, write: { by, context, options } }: PromoteChannel): Promise<FamilyOutcome> {
    const command = { type: 'PromoteChannel', ...id, by, at: context.at, ...promotion } as const;
    return this.writePath.execute(families, id, command, context, options);
  }
}
