import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ImageRevocation, type FamilyId, type Reinstated } from '#machine-images';
import type { WriteRequest } from '../http/write-request';

/** Takes back that the image was revoked which is a version of a family. */
export class ReinstateImageVersion extends Command<Reinstated> {
  constructor(
    readonly family: FamilyId,
    readonly version: number,
    readonly undo: string | undefined,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(ReinstateImageVersion)
export class ReinstateImageVersionHandler implements ICommandHandler<ReinstateImageVersion> {
  constructor(private readonly revocation: ImageRevocation) {}

  execute({ family, version, undo, write }: ReinstateImageVersion): Promise<Reinstated> {
    const { by, context, options } = write;
    return this.revocation.reinstate({ family, version }, { by, undo }, context, options);
  }
}
