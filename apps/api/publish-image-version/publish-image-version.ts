import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { WritePath } from '#event-sourcing';
import { families, type FamilyId } from '#machine-images';
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
  constructor(private readonly writePath: WritePath) {}

  execute({ id, imageId, write: { by, context, options } }: PublishImageVersion): Promise<FamilyOutcome> {
    const command = { type: 'PublishImageVersion', ...id, by, at: context.at, imageId } as const;
    return this.writePath.execute(families, id, command, context, options);
  }
}
