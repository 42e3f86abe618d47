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
    'Nobody launches it any more, not even its owner. Whoever may launch it still sees it, and the reason.',
  params: ImageIdParams,
  body: Type.Object({ reason: Reason }, { additionalProperties: false }),
  answer: Image,
});

@Controller()
export class RevokeImageController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(revokeImage)
  async revoke(@Input() { params, write }: InputOf<typeof revokeImage>): Promise<Reply<object>> {
    const { imageId } = params;
    const outcome = await this.commands.execute(new RevokeImage(imageId, write));
    return writtenImage(imageId, write, outcome);
  }
}
