import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { resourceIdOf } from '#event-sourcing';
import { SnapshotStorageProcess, type SnapshotWish } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { SnapshotOutcome } from '../resources/snapshot';

interface Created {
  readonly snapshotId: string;
  readonly outcome: SnapshotOutcome;
}

/** EC2: CreateSnapshot. */
export class CreateSnapshot extends Command<Created> {
  constructor(
    readonly wish: Omit<SnapshotWish, 'snapshotId'>,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(CreateSnapshot)
export class CreateSnapshotHandler implements ICommandHandler<CreateSnapshot> {
  constructor(private readonly storage: SnapshotStorageProcess) {}

  async execute({ wish, write: { by, context, options } }: CreateSnapshot): Promise<Created> {
    const snapshotId = resourceIdOf('snap', context.commandId);
    return { snapshotId, outcome: await this.storage.create({ ...wish, snapshotId }, by, context, options) };
  }
}
