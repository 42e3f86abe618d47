import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { SnapshotStorageProcess } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { SnapshotOutcome } from '../resources/snapshot';

/** EC2: DeleteSnapshot. */
export class DeleteSnapshot extends Command<SnapshotOutcome> {
  constructor(
    readonly snapshotId: string,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(DeleteSnapshot)
export class DeleteSnapshotHandler implements ICommandHandler<DeleteSnapshot> {
  constructor(private readonly storage: SnapshotStorageProcess) {}

  execute({ snapshotId, write: { by, context, options } }: DeleteSnapshot): Promise<SnapshotOutcome> {
    return this.storage.delete({ type: 'DeleteSnapshot', snapshotId, by }, context, options);
  }
}
