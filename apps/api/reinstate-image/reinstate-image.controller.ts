import { Controller } from '@nestjs/common';
import { Commands } from '../http/commands';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { writtenImage } from '../resources/image';
import { Image, ImageIdParams } from '../resources/image-fields';
import { ReinstatementBody } from '../resources/revocation';
import { ReinstateImage } from './reinstate-image';

const reinstateImage = endpoint({
  method: 'POST',
  path: '/v1/images/:imageId/reinstatement',
  allow: ['member'],
  writes: true,
  tag: 'images',
  summary: 'Take back that an image was revoked, or undo a cascade that began at it',
  description:
    'It may be launched again, unless it is revoked for another cause. Undoing a cascade takes back exactly what it ' +
    'did: an image that is revoked for another cause as well stays so, and channels come back that still stand where ' +
    'the revocation put them. Otherwise channels stay where they are.',
  params: ImageIdParams,
  body: ReinstatementBody,
  answer: Image,
});

@Controller()
export class ReinstateImageController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(reinstateImage)
  async reinstate(@Input() { params, body, write }: InputOf<typeof reinstateImage>): Promise<Reply<object>> {
    const command = new ReinstateImage(params.imageId, body.undo, write);
    const { imageId, outcome } = await this.commands.execute(command);
    return writtenImage(imageId, write, outcome);
  }
}
