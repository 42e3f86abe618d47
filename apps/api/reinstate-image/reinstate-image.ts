import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ImageRevocation, type Reinstated } from '#machine-images';
import type { WriteRequest } from '../http/write-request';

/** Takes back what was revoked or scheduled by hand, or what a cascade did that began at the image. */
export class ReinstateImage extends Command<Reinstated> {
  constructor(
    readonly imageId: string,
    readonly undo: string | undefined,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(ReinstateImage)
export class ReinstateImageHandler implements ICommandHandler<ReinstateImage> {
  constructor(private readonly revocation: ImageRevocation) {}

  execute({ imageId, undo, write: { by, context, options } }: ReinstateImage): Promise<Reinstated> {
    return this.revocation.reinstate({ imageId }, { by, undo }, context, options);
  }
}
