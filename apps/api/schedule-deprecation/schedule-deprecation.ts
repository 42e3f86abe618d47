import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { WritePath } from '#event-sourcing';
import { images } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { ImageOutcome } from '../resources/image';

/** EC2: EnableImageDeprecation. */
export class ScheduleDeprecation extends Command<ImageOutcome> {
  constructor(
    readonly imageId: string,
    readonly deprecateAt: Date,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(ScheduleDeprecation)
export class ScheduleDeprecationHandler implements ICommandHandler<ScheduleDeprecation> {
  constructor(private readonly writePath: WritePath) {}

  execute({ imageId, deprecateAt, write }: ScheduleDeprecation): Promise<ImageOutcome> {
    const { by, context, options } = write;
    const command = { type: 'ScheduleDeprecation', imageId, by, deprecateAt, at: context.at } as const;
    return this.writePath.execute(images, imageId, command, context, options);
  }
}
