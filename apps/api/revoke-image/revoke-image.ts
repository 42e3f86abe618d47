import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ImageRevocation, type Revoked } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import { wishOf, type RevocationWish } from '../resources/revocation';

/** The image is bad, and nobody is to launch it. */
export class RevokeImage extends Command<Revoked> {
  constructor(
    readonly imageId: string,
    readonly wish: RevocationWish,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

@CommandHandler(RevokeImage)
export class RevokeImageHandler implements ICommandHandler<RevokeImage> {
  constructor(private readonly revocation: ImageRevocation) {}

  execute({ imageId, wish, write: { by, context, options } }: RevokeImage): Promise<Revoked> {
    return this.revocation.revoke({ imageId }, wishOf(wish, by), context, options);
  }
}
