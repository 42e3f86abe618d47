import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { WritePath } from '#event-sourcing';
import { images } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { ImageOutcome } from '../resources/image';

/** EC2: ModifyImageAttribute, the attribute `description`. */
export class DescribeImage extends Command<ImageOutcome> {
  constructor(
    readonly imageId: string,
    readonly description: string,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(DescribeImage)
export class DescribeImageHandler implements ICommandHandler<DescribeImage> {
  constructor(private readonly writePath: WritePath) {}

  execute({ imageId, description, write }: DescribeImage): Promise<ImageOutcome> {
    const { by, context, options } = write;
    const command = { type: 'DescribeImage', imageId, by, at: context.at, description } as const;
    return this.writePath.execute(images, imageId, command, context, options);
  }
}
