import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { WritePath } from '#event-sourcing';
import { images } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { ImageOutcome } from '../resources/image';

/** Takes back what was revoked by hand, and nothing else. */
export class ReinstateImage extends Command<ImageOutcome> {
  constructor(
    readonly imageId: string,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(ReinstateImage)
export class ReinstateImageHandler implements ICommandHandler<ReinstateImage> {
  constructor(private readonly writePath: WritePath) {}

  execute({ imageId, write }: ReinstateImage): Promise<ImageOutcome> {
    const { by, context, options } = write;
    const { at } = context;
    const command = { type: 'ReinstateImage', imageId, by, at, cause: { kind: 'by-hand' } } as const;
    return this.writePath.execute(images, imageId, command, context, options);
  }
}
