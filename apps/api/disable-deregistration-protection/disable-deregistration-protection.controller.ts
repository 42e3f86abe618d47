import { Controller } from '@nestjs/common';
import { Commands } from '../http/commands';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { writtenImage } from '../resources/image';
import { Image, ImageIdParams } from '../resources/image-fields';
import { DisableDeregistrationProtection } from './disable-deregistration-protection';

const disableDeregistrationProtection = endpoint({
  method: 'DELETE',
  path: '/v1/images/:imageId/protection',
  allow: ['member'],
  writes: true,
  tag: 'images',
  summary: 'Take back the protection of an image from being deregistered',
  description: 'If it was enabled with a cooldown, the image can be deregistered 24 hours later.',
  params: ImageIdParams,
  answer: Image,
});

@Controller()
export class DisableDeregistrationProtectionController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(disableDeregistrationProtection)
  async unprotect(
    @Input() { params, write }: InputOf<typeof disableDeregistrationProtection>,
  ): Promise<Reply<object>> {
    const { imageId } = params;
    const outcome = await this.commands.execute(new DisableDeregistrationProtection(imageId, write));
    return writtenImage(imageId, write, outcome);
  }
}
