import { Controller } from '@nestjs/common';
import { Type } from 'typebox';
import { Commands } from '../http/commands';
import { endpoint, Reason, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { writtenImage } from '../resources/image';
import { Image, ImageIdParams } from '../resources/image-fields';
import { DescribeImage } from './describe-image';

const describeImage = endpoint({
  method: 'PATCH',
  path: '/v1/images/:imageId',
  allow: ['member'],
  writes: true,
  tag: 'images',
  summary: 'Describe an image',
  params: ImageIdParams,
  body: Type.Object(
    { description: Type.String({ maxLength: 255 }), reason: Type.Optional(Reason) },
    { additionalProperties: false },
  ),
  answer: Image,
});

@Controller()
export class DescribeImageController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(describeImage)
  async describe(@Input() { params, body, write }: InputOf<typeof describeImage>): Promise<Reply<object>> {
    const { imageId } = params;
    const outcome = await this.commands.execute(new DescribeImage(imageId, body.description, write));
    return writtenImage(imageId, write, outcome);
  }
}
