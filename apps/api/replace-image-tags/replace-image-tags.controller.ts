import { Controller } from '@nestjs/common';
import { Commands } from '../http/commands';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { Tags } from '../resources/fields';
import { writtenImage } from '../resources/image';
import { Image, ImageIdParams } from '../resources/image-fields';
import { ReplaceImageTags } from './replace-image-tags';

const replaceImageTags = endpoint({
  method: 'PUT',
  path: '/v1/images/:imageId/tags',
  allow: ['member'],
  writes: true,
  tag: 'images',
  summary: 'Replace the tags of an image',
  description: 'The body is the tags: exactly these are there afterwards.',
  params: ImageIdParams,
  body: Tags,
  answer: Image,
});

@Controller()
export class ReplaceImageTagsController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(replaceImageTags)
  async replace(@Input() { params, body, write }: InputOf<typeof replaceImageTags>): Promise<Reply<object>> {
    const { imageId } = params;
    const outcome = await this.commands.execute(new ReplaceImageTags(imageId, body, write));
    return writtenImage(imageId, write, outcome);
  }
}
