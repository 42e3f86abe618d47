import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { WritePath } from '#event-sourcing';
import { images, type ChannelsOfRevoked } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { ImageOutcome } from '../resources/image';

/** By hand: the image is bad, and nobody is to launch it. */
export class RevokeImage extends Command<ImageOutcome> {
  constructor(
    readonly imageId: string,
    readonly channels: ChannelsOfRevoked,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(RevokeImage)
export class RevokeImageHandler implements ICommandHandler<RevokeImage> {
  constructor(private readonly writePath: WritePath) {}

  execute({ imageId, channels, write }: RevokeImage): Promise<ImageOutcome> {
    const { by, context, options } = write;
    const { at } = context;
    const command = { type: 'RevokeImage', imageId, by, at, cause: { kind: 'by-hand' }, channels } as const;
    return this.writePath.execute(images, imageId, command, context, options);
  }
}
