import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { VolumeAttachmentProcess, type Attachment } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { VolumeOutcome } from '../resources/volume';

/** EC2: DetachVolume. */
export class DetachVolume extends Command<VolumeOutcome> {
  constructor(
    readonly attachment: Omit<Attachment, 'device'>,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(DetachVolume)
export class DetachVolumeHandler implements ICommandHandler<DetachVolume> {
  constructor(private readonly attachments: VolumeAttachmentProcess) {}

  execute({ attachment, write: { by, context, options } }: DetachVolume): Promise<VolumeOutcome> {
    return this.attachments.detach(attachment, by, context, options);
  }
}
