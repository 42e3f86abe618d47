import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { WritePath } from '#event-sourcing';
import { snapshots, type Tags } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { SnapshotOutcome } from '../resources/snapshot';

/** EC2: CreateTags and DeleteTags in one. */
export class ReplaceSnapshotTags extends Command<SnapshotOutcome> {
  constructor(
    readonly snapshotId: string,
    readonly tags: Tags,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(ReplaceSnapshotTags)
export class ReplaceSnapshotTagsHandler implements ICommandHandler<ReplaceSnapshotTags> {
  constructor(private readonly writePath: WritePath) {}

  execute({ snapshotId, tags, write }: ReplaceSnapshotTags): Promise<SnapshotOutcome> {
    const command = { type: 'ReplaceSnapshotTags', snapshotId, by: write.by, tags } as const;
    return this.writePath.execute(snapshots, snapshotId, command, write.context, write.options);
  }
}
