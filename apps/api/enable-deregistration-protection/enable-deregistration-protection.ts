import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { WritePath } from '#event-sourcing';
import { images } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { ImageOutcome } from '../resources/image';

/** EC2: EnableImageDeregistrationProtection. */
export class EnableDeregistrationProtection extends Command<ImageOutcome> {
  constructor(
    readonly imageId: string,
    readonly withCooldown: boolean,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(EnableDeregistrationProtection)
export class EnableDeregistrationProtectionHandler implements ICommandHandler<EnableDeregistrationProtection> {
  constructor(private readonly writePath: WritePath) {}

  execute({ imageId, withCooldown, write }: EnableDeregistrationProtection): Promise<ImageOutcome> {
    const { by, context, options } = write;
    const command = {
      type: 'EnableDeregistrationProtection',
      imageId,
      by,
      at: context.at,
      withCooldown,
    } as const;
    return this.writePath.execute(images, imageId, command, context, options);
  }
}
