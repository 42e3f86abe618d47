import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ImageDeregistrationProcess, type Deregistered } from '#machine-images';
import type { WriteRequest } from '../http/write-request';

/** EC2: DeregisterImage. */
export class DeregisterImage extends Command<Deregistered> {
  constructor(
    readonly imageId: string,
    readonly deleteAssociatedSnapshots: boolean,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(DeregisterImage)
export class DeregisterImageHandler implements ICommandHandler<DeregisterImage> {
  constructor(private readonly deregistrations: ImageDeregistrationProcess) {}

  execute({ imageId, deleteAssociatedSnapshots, write }: DeregisterImage): Promise<Deregistered> {
    const { by, context, options } = write;
    const wished = {
      type: 'DeregisterImage',
      imageId,
      by,
      deleteAssociatedSnapshots,
      at: context.at,
    } as const;
    return this.deregistrations.deregister(wished, context, options);
  }
}
