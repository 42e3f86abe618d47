import { Controller } from '@nestjs/common';
import { Type } from 'typebox';
import { Commands } from '../http/commands';
import { endpoint, Reason, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { writtenImage } from '../resources/image';
import { Image, ImageIdParams } from '../resources/image-fields';
import { DisableImage } from './disable-image';

const disableImage = endpoint({
  method: 'POST',
  path: '/v1/images/:imageId/disabling',
  allow: ['member'],
  writes: true,
  tag: 'images',
  summary: 'Disable an image',
  description:
    'Nobody launches it, and to others it does not exist: it loses its launch permissions, and remembers them. Its owner goes on describing, tagging and protecting it, and may deregister it.',
  params: ImageIdParams,
  body: Type.Object({ reason: Type.Optional(Reason) }, { additionalProperties: false }),
  answer: Image,
});

@Controller()
export class DisableImageController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(disableImage)
  async disable(@Input() { params, write }: InputOf<typeof disableImage>): Promise<Reply<object>> {
    const { imageId } = params;
    const outcome = await this.commands.execute(new DisableImage(imageId, write));
    return writtenImage(imageId, write, outcome);
  }
}
