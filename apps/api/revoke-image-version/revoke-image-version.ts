import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ImageRevocation, type FamilyId, type Revoked } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import { wishOf, type RevocationWish } from '../resources/revocation';

/** The image that is a version of a family is bad. */
export class RevokeImageVersion extends Command<Revoked> {
  constructor(
    readonly family: FamilyId,
    readonly version: number,
    readonly wish: RevocationWish,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(RevokeImageVersion)
export class RevokeImageVersionHandler implements ICommandHandler<RevokeImageVersion> {
  constructor(private readonly revocation: ImageRevocation) {}

  execute({ family, version, wish, write }: RevokeImageVersion): Promise<Revoked> {
    const { by, context, options } = write;
    return this.revocation.revoke({ family, version }, wishOf(wish, by), context, options);
  }
}
