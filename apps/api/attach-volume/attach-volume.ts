import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { VolumeAttachmentProcess, type Attachment } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import type { VolumeOutcome } from '../resources/volume';

/** EC2: AttachVolume. */
export class AttachVolume extends Command<VolumeOutcome> {
  constructor(
    readonly attachment: Attachment,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(AttachVolume)
export class AttachVolumeHandler implements ICommandHandler<AttachVolume> {
  constructor(private readonly attachments: VolumeAttachmentProcess) {}

  execute({ attachment, write: { by, context, options } }: AttachVolume): Promise<VolumeOutcome> {
    return this.attachments.attach(attachment, by, context, options);
  }
}
