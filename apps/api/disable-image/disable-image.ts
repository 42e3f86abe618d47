import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { WritePath } from '#event-sourcing';
import { images } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { ImageOutcome } from '../resources/image';

/** EC2: the action of that name. */
export class DisableImage extends Command<ImageOutcome> {
  constructor(
    readonly imageId: string,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(DisableImage)
export class DisableImageHandler implements ICommandHandler<DisableImage> {
  constructor(private readonly writePath: WritePath) {}

  execute({ imageId, write }: DisableImage): Promise<ImageOutcome> {
    const { by, context, options } = write;
    const command = { type: 'DisableImage', imageId, by, at: context.at } as const;
    return this.writePath.execute(images, imageId, command, context, options);
  }
}
