import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { WritePath } from '#event-sourcing';
import { instances, type Tags } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { InstanceOutcome } from '../resources/instance';

/** EC2: CreateTags and DeleteTags in one. */
export class ReplaceInstanceTags extends Command<InstanceOutcome> {
  constructor(
    readonly instanceId: string,
    readonly tags: Tags,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(ReplaceInstanceTags)
export class ReplaceInstanceTagsHandler implements ICommandHandler<ReplaceInstanceTags> {
  constructor(private readonly writePath: WritePath) {}

  execute({ instanceId, tags, write }: ReplaceInstanceTags): Promise<InstanceOutcome> {
    const command = { type: 'ReplaceInstanceTags', instanceId, by: write.by, tags } as const;
    return this.writePath.execute(instances, instanceId, command, write.context, write.options);
  }
}
