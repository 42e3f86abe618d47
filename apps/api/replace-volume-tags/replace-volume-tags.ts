import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { WritePath } from '#event-sourcing';
import { volumes, type Tags } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { VolumeOutcome } from '../resources/volume';

/** EC2: CreateTags and DeleteTags in one. */
export class ReplaceVolumeTags extends Command<VolumeOutcome> {
  constructor(
    readonly volumeId: string,
    readonly tags: Tags,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(ReplaceVolumeTags)
export class ReplaceVolumeTagsHandler implements ICommandHandler<ReplaceVolumeTags> {
  constructor(private readonly writePath: WritePath) {}

  execute({ volumeId, tags, write }: ReplaceVolumeTags): Promise<VolumeOutcome> {
    const command = { type: 'ReplaceVolumeTags', volumeId, by: write.by, tags } as const;
    return this.writePath.execute(volumes, volumeId, command, write.context, write.options);
  }
}
