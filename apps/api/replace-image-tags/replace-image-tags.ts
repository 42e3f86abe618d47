import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { WritePath } from '#event-sourcing';
import { images, type Tags } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { ImageOutcome } from '../resources/image';

/** EC2: CreateTags and DeleteTags in one. */
export class ReplaceImageTags extends Command<ImageOutcome> {
  constructor(
    readonly imageId: string,
    readonly tags: Tags,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(ReplaceImageTags)
export class ReplaceImageTagsHandler implements ICommandHandler<ReplaceImageTags> {
  constructor(private readonly writePath: WritePath) {}

  execute({ imageId, tags, write }: ReplaceImageTags): Promise<ImageOutcome> {
    const { by, context, options } = write;
    const command = { type: 'ReplaceTags', imageId, by, at: context.at, tags } as const;
    return this.writePath.execute(images, imageId, command, context, options);
  }
}
