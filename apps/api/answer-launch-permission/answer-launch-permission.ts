import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { WritePath } from '#event-sourcing';
import { images, type AnswerLaunchPermission as Answer } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { ImageOutcome } from '../resources/image';

/** EC2: CancelImageLaunchPermission, to leave. */
export class AnswerLaunchPermission extends Command<ImageOutcome> {
  constructor(
    readonly imageId: string,
    readonly decision: Answer['decision'],
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(AnswerLaunchPermission)
export class AnswerLaunchPermissionHandler implements ICommandHandler<AnswerLaunchPermission> {
  constructor(private readonly writePath: WritePath) {}

  execute({ imageId, decision, write }: AnswerLaunchPermission): Promise<ImageOutcome> {
    const { by, context, options } = write;
    const command = { type: 'AnswerLaunchPermission', imageId, by, at: context.at, decision } as const;
    return this.writePath.execute(images, imageId, command, context, options);
  }
}
