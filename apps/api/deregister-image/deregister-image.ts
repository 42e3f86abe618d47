import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ImageDeregistrationProcess } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { ImageOutcome } from '../resources/image';

/** EC2: DeregisterImage. */
export class DeregisterImage extends Command<ImageOutcome> {
  constructor(
    readonly imageId: string,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(DeregisterImage)
export class DeregisterImageHandler implements ICommandHandler<DeregisterImage> {
  constructor(private readonly deregistrations: ImageDeregistrationProcess) {}

  execute({ imageId, write: { by, context, options } }: DeregisterImage): Promise<ImageOutcome> {
    const command = { type: 'DeregisterImage', imageId, by, at: context.at } as const;
    return this.deregistrations.deregister(command, context, options);
  }
}
