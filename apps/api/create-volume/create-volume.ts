import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { resourceIdOf } from '#event-sourcing';
import { VolumeStorageProcess, type VolumeWish } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { VolumeOutcome } from '../resources/volume';

interface Created {
  readonly volumeId: string;
  readonly outcome: VolumeOutcome;
}

/** EC2: CreateVolume. */
export class CreateVolume extends Command<Created> {
  constructor(
    readonly wish: Omit<VolumeWish, 'volumeId' | 'region'>,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(CreateVolume)
export class CreateVolumeHandler implements ICommandHandler<CreateVolume> {
  constructor(private readonly storage: VolumeStorageProcess) {}

  async execute({ wish, write: { by, region, context, options } }: CreateVolume): Promise<Created> {
    const volumeId = resourceIdOf('vol', context.commandId);
    return {
      volumeId,
      outcome: await this.storage.create({ ...wish, volumeId, region }, by, context, options),
    };
  }
}
