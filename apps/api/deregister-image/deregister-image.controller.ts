import { Controller } from '@nestjs/common';
import { Type } from 'typebox';
import { Commands } from '../http/commands';
import { endpoint, Reason, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { writtenImage } from '../resources/image';
import { Image, ImageIdParams } from '../resources/image-fields';
import { DeregisterImage } from './deregister-image';

const deregisterImage = endpoint({
  method: 'POST',
  path: '/v1/images/:imageId/deregistration',
  allow: ['member'],
  writes: true,
  tag: 'images',
  summary: 'Deregister an image',
  description:
    'It can be launched no more; its name and its snapshots are free again; its history stays. Not while it is protected, nor during the cooldown afterwards.',
  params: ImageIdParams,
  body: Type.Object({ reason: Type.Optional(Reason) }, { additionalProperties: false }),
  answer: Image,
});

@Controller()
export class DeregisterImageController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(deregisterImage)
  async deregister(@Input() { params, write }: InputOf<typeof deregisterImage>): Promise<Reply<object>> {
    const { imageId } = params;
    return writtenImage(imageId, write, await this.commands.execute(new DeregisterImage(imageId, write)));
  }
}
