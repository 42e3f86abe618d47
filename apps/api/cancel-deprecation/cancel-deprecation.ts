import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { WritePath } from '#event-sourcing';
import { images } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { ImageOutcome } from '../resources/image';

/** EC2: DisableImageDeprecation. */
export class CancelDeprecation extends Command<ImageOutcome> {
  constructor(
    readonly imageId: string,

    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(CancelDeprecation)
export class CancelDeprecationHandler implements ICommandHandler<CancelDeprecation> {
  constructor(private readonly writePath: WritePath) {}

  execute({ imageId, write }: CancelDeprecation): Promise<ImageOutcome> {
    const { by, context, options } = write;
    const command = { type: 'CancelDeprecation', imageId, by, at: context.at } as const;
    return this.writePath.execute(images, imageId, command, context, options);
  }
}
