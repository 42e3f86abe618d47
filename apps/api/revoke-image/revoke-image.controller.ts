import { Controller } from '@nestjs/common';
import { Type } from 'typebox';
import { Commands } from '../http/commands';
import { endpoint, Reason, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { writtenImage } from '../resources/image';
import { Image, ImageIdParams } from '../resources/image-fields';
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
    'families that hold it follow by themselves: its version is revoked, and channels leave it.',
  params: ImageIdParams,
  body: Type.Object(
    {
      reason: Reason,
      channels: Type.Optional(
        Type.Enum(['move', 'keep'], {
          description:
            'What becomes of the channels that point at it: by default they move back to their last good version.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  answer: Image,
});

@Controller()
export class RevokeImageController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(revokeImage)
  async revoke(@Input() { params, body, write }: InputOf<typeof revokeImage>): Promise<Reply<object>> {
    const { imageId } = params;
    const outcome = await this.commands.execute(new RevokeImage(imageId, body.channels ?? 'move', write));
    return writtenImage(imageId, write, outcome);
  }
}
