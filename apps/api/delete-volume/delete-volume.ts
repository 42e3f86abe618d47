import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { VolumeStorageProcess } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { VolumeOutcome } from '../resources/volume';

/** EC2: DeleteVolume. */
export class DeleteVolume extends Command<VolumeOutcome> {
  constructor(
    readonly volumeId: string,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(DeleteVolume)
export class DeleteVolumeHandler implements ICommandHandler<DeleteVolume> {
  constructor(private readonly storage: VolumeStorageProcess) {}

  execute({ volumeId, write: { by, context, options } }: DeleteVolume): Promise<VolumeOutcome> {
    return this.storage.delete({ type: 'DeleteVolume', volumeId, by }, context, options);
  }
}
