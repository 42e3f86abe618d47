import { Controller } from '@nestjs/common';
import { Commands } from '../http/commands';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { ImageIdParams } from '../resources/image-fields';
import { RevocationBody, RevokedImage, writtenRevocation } from '../resources/revocation';
import { RevocationPlanned } from '../resources/revocation-plan';
import { RevokeImage } from './revoke-image';

const revokeImage = endpoint({
  method: 'POST',
  path: '/v1/images/:imageId/revocation',
  allow: ['member'],
  writes: true,
  tag: 'images',
  summary: 'Revoke an image',
  description:
    'Nobody launches it any more, not even its owner. Whoever may launch it still sees it, and the reason. The ' +
    'families that hold it follow by themselves: its version is revoked, and channels leave it. A dry run also ' +
    'answers a `plan`: which images would be revoked with it, which channels would move, and what runs of all that.',
  params: ImageIdParams,
  body: RevocationBody,
  answer: RevokedImage,
  plan: RevocationPlanned,
});

@Controller()
export class RevokeImageController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(revokeImage)
  async revoke(@Input() { params, body, write }: InputOf<typeof revokeImage>): Promise<Reply<object>> {
    return writtenRevocation(
      write,
      await this.commands.execute(new RevokeImage(params.imageId, body, write)),
    );
  }
}
