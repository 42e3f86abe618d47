import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { FamilyChannels, type FamilyId } from '#machine-images';
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
  constructor(private readonly channels: FamilyChannels) {}

  execute({ id, rollback, write }: RollBackChannel): Promise<FamilyOutcome> {
    return this.channels.rollBack(id, rollback, write);
  }
}
