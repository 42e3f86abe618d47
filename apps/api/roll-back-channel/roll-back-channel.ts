import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { WritePath } from '#event-sourcing';
import { families, type FamilyId } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { FamilyOutcome } from '../resources/family';

export class RollBackChannel extends Command<FamilyOutcome> {
  constructor(
    readonly id: FamilyId,
    readonly rollback: { readonly channel: string; readonly to?: number },
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(RollBackChannel)
export class RollBackChannelHandler implements ICommandHandler<RollBackChannel> {
  constructor(private readonly writePath: WritePath) {}

  execute({ id, rollback, write: { by, context, options } }: RollBackChannel): Promise<FamilyOutcome> {
    const command = { type: 'RollBackChannel', ...id, by, at: context.at, ...rollback } as const;
    return this.writePath.execute(families, id, command, context, options);
  }
}
