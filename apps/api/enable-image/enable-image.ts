import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { WritePath } from '#event-sourcing';
import { images } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { ImageOutcome } from '../resources/image';

/** EC2: the action of that name. */
export class EnableImage extends Command<ImageOutcome> {
  constructor(
    readonly imageId: string,
    readonly restorePermissions: boolean,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(EnableImage)
export class EnableImageHandler implements ICommandHandler<EnableImage> {
  constructor(private readonly writePath: WritePath) {}

  execute({ imageId, restorePermissions, write }: EnableImage): Promise<ImageOutcome> {
    const { by, context, options } = write;
    const command = { type: 'EnableImage', imageId, by, at: context.at, restorePermissions } as const;
    return this.writePath.execute(images, imageId, command, context, options);
  }
}
