import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ImageRestorationProcess } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { ImageOutcome } from '../resources/image';

/** EC2: RestoreImageFromRecycleBin. */
export class RestoreImage extends Command<ImageOutcome> {
  constructor(
    readonly imageId: string,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(RestoreImage)
export class RestoreImageHandler implements ICommandHandler<RestoreImage> {
  constructor(private readonly restorations: ImageRestorationProcess) {}

  execute({ imageId, write: { by, context, options } }: RestoreImage): Promise<ImageOutcome> {
    const wished = { type: 'RestoreImage', imageId, by, at: context.at } as const;
    return this.restorations.restore(wished, context, options);
  }
}
