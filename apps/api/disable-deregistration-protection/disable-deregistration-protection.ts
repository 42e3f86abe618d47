import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { WritePath } from '#event-sourcing';
import { images } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { ImageOutcome } from '../resources/image';

/** EC2: DisableImageDeregistrationProtection. */
export class DisableDeregistrationProtection extends Command<ImageOutcome> {
  constructor(
    readonly imageId: string,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(DisableDeregistrationProtection)
export class DisableDeregistrationProtectionHandler implements ICommandHandler<DisableDeregistrationProtection> {
  constructor(private readonly writePath: WritePath) {}

  execute({ imageId, write }: DisableDeregistrationProtection): Promise<ImageOutcome> {
    const { by, context, options } = write;
    const command = { type: 'DisableDeregistrationProtection', imageId, by, at: context.at } as const;
    return this.writePath.execute(images, imageId, command, context, options);
  }
}
