import { Controller } from '@nestjs/common';
import { Type } from 'typebox';
import { Commands } from '../http/commands';
import { endpoint, Reason, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { writtenImage } from '../resources/image';
import { Image, ImageIdParams } from '../resources/image-fields';
import { ReinstateImage } from './reinstate-image';

const reinstateImage = endpoint({
  method: 'POST',
  path: '/v1/images/:imageId/reinstatement',
  allow: ['member'],
  writes: true,
  tag: 'images',
  summary: 'Take back that an image was revoked by hand',
  description: 'It may be launched again, unless it is revoked for another cause.',
  params: ImageIdParams,
  body: Type.Object({ reason: Type.Optional(Reason) }, { additionalProperties: false }),
  answer: Image,
});

@Controller()
export class ReinstateImageController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(reinstateImage)
  async reinstate(@Input() { params, write }: InputOf<typeof reinstateImage>): Promise<Reply<object>> {
    const { imageId } = params;
    const outcome = await this.commands.execute(new ReinstateImage(imageId, write));
    return writtenImage(imageId, write, outcome);
  }
}
