import { Controller } from '@nestjs/common';
import { Type } from 'typebox';
import { Commands } from '../http/commands';
import { endpoint, Reason, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { writtenImage } from '../resources/image';
import { Image, ImageIdParams } from '../resources/image-fields';
import { RestoreImage } from './restore-image';

const restoreImage = endpoint({
  method: 'POST',
  path: '/v1/images/:imageId/restoration',
  allow: ['member'],
  writes: true,
  tag: 'images',
  summary: 'Restore an image from the Recycle Bin',
  description:
    'With its name, its snapshots and its launch permissions. Not when another image has the name by now, or a snapshot is gone.',
  params: ImageIdParams,
  body: Type.Object({ reason: Type.Optional(Reason) }, { additionalProperties: false }),
  answer: Image,
});

@Controller()
export class RestoreImageController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(restoreImage)
  async restore(@Input() { params, write }: InputOf<typeof restoreImage>): Promise<Reply<object>> {
    const { imageId } = params;
    return writtenImage(imageId, write, await this.commands.execute(new RestoreImage(imageId, write)));
  }
}
