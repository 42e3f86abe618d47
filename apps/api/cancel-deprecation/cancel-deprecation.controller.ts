import { Controller } from '@nestjs/common';

import { Commands } from '../http/commands';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { writtenImage } from '../resources/image';
import { Image, ImageIdParams } from '../resources/image-fields';
import { CancelDeprecation } from './cancel-deprecation';

const cancelDeprecation = endpoint({
  method: 'DELETE',
  path: '/v1/images/:imageId/deprecation',
  allow: ['member'],
  writes: true,
  tag: 'images',
  summary: 'Take back the time at which an image is deprecated',
  params: ImageIdParams,

  answer: Image,
});

@Controller()
export class CancelDeprecationController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(cancelDeprecation)
  async cancel(@Input() { params, write }: InputOf<typeof cancelDeprecation>): Promise<Reply<object>> {
    const { imageId } = params;
    const outcome = await this.commands.execute(new CancelDeprecation(imageId, write));
    return writtenImage(imageId, write, outcome);
  }
}
