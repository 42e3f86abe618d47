import { Controller } from '@nestjs/common';
import { Commands } from '../http/commands';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { Image, ImageIdParams } from '../resources/image-fields';
import { ReinstatementBody, writtenReinstatement } from '../resources/revocation';
import { ReinstatementPlanned } from '../resources/revocation-plan';
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
    'the revocation put them. Otherwise channels stay where they are. A dry run of that answers a `plan`: from which ' +
    'images it is taken, and where channels would go.',
  params: ImageIdParams,
  body: ReinstatementBody,
  answer: Image,
  plan: ReinstatementPlanned,
});

@Controller()
export class ReinstateImageController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(reinstateImage)
  async reinstate(@Input() { params, body, write }: InputOf<typeof reinstateImage>): Promise<Reply<object>> {
    const command = new ReinstateImage(params.imageId, body.undo, write);
    return writtenReinstatement(write, await this.commands.execute(command));
  }
}
