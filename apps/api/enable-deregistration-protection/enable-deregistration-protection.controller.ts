import { Controller } from '@nestjs/common';
import { Type } from 'typebox';
import { Commands } from '../http/commands';
import { endpoint, Reason, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { writtenImage } from '../resources/image';
import { Image, ImageIdParams } from '../resources/image-fields';
import { EnableDeregistrationProtection } from './enable-deregistration-protection';

const enableDeregistrationProtection = endpoint({
  method: 'POST',
  path: '/v1/images/:imageId/protection',
  allow: ['member'],
  writes: true,
  tag: 'images',
  summary: 'Protect an image from being deregistered',
  description:
    'With a cooldown, it stays protected for 24 hours after the protection was disabled, or was replaced by one without a cooldown.',
  params: ImageIdParams,
  body: Type.Object(
    { withCooldown: Type.Optional(Type.Boolean({ default: false })), reason: Type.Optional(Reason) },
    { additionalProperties: false },
  ),
  answer: Image,
});

@Controller()
export class EnableDeregistrationProtectionController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(enableDeregistrationProtection)
  async protect(
    @Input() { params, body, write }: InputOf<typeof enableDeregistrationProtection>,
  ): Promise<Reply<object>> {
    const { imageId } = params;
    const { withCooldown = false } = body;
    const outcome = await this.commands.execute(
      new EnableDeregistrationProtection(imageId, withCooldown, write),
    );
    return writtenImage(imageId, write, outcome);
  }
}
