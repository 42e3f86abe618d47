import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { FamilyChannels, type FamilyId } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { FamilyOutcome } from '../resources/family';

export class PublishImageVersion extends Command<FamilyOutcome> {
  constructor(
    readonly id: FamilyId,
    readonly imageId: string,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(PublishImageVersion)
export class PublishImageVersionHandler implements ICommandHandler<PublishImageVersion> {
  constructor(private readonly channels: FamilyChannels) {}

  execute({ id, imageId, write }: PublishImageVersion): Promise<FamilyOutcome> {
    return this.channels.publish(id, imageId, write);
  }
}
