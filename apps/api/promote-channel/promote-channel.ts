import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { FamilyChannels, type FamilyId } from '#machine-images';
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
  constructor(private readonly channels: FamilyChannels) {}

  execute({ id, promotion, write }: PromoteChannel): Promise<FamilyOutcome> {
    return this.channels.promote(id, promotion, write);
  }
}
