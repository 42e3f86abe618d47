import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { WritePath } from '#event-sourcing';
import { images } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { ImageOutcome } from '../resources/image';

/** By hand: the image is bad, and nobody is to launch it. */
export class RevokeImage extends Command<ImageOutcome> {
  constructor(
    readonly imageId: string,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(RevokeImage)
export class RevokeImageHandler implements ICommandHandler<RevokeImage> {
  constructor(private readonly writePath: WritePath) {}

  execute({ imageId, write }: RevokeImage): Promise<ImageOutcome> {
    const { by, context, options } = write;
    const command = { type: 'RevokeImage', imageId, by, cause: { kind: 'by-hand' } } as const;
    return this.writePath.execute(images, imageId, command, context, options);
  }
}
