import { Controller } from '@nestjs/common';
import { Type } from 'typebox';
import { Commands } from '../http/commands';
import { endpoint, Reason, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { AffectedInstances } from '../reading/affected-instances';
import { writtenImage } from '../resources/image';
import { ImagePlan } from '../resources/rollback-plan';
import { Image, ImageIdParams } from '../resources/image-fields';
import { EnableImage } from './enable-image';

const enableImage = endpoint({
  method: 'POST',
  path: '/v1/images/:imageId/enabling',
  allow: ['member'],
  writes: true,
  tag: 'images',
  summary: 'Enable an image that is disabled',
  description:
    'It comes back private; with `restorePermissions`, with the launch permissions that disabling removed and that could be granted today. A dry run says which.',
  params: ImageIdParams,
  body: Type.Object(
    { restorePermissions: Type.Optional(Type.Boolean({ default: false })), reason: Type.Optional(Reason) },
    { additionalProperties: false },
  ),
  answer: Image,
  plan: ImagePlan,
});

@Controller()
export class EnableImageController {
  constructor(
    private readonly commands: Commands,
    private readonly affected: AffectedInstances,
  ) {}

  @Endpoint(enableImage)
  async enable(@Input() { params, body, write }: InputOf<typeof enableImage>): Promise<Reply<object>> {
    const { imageId } = params;
    const { restorePermissions = false } = body;
    const outcome = await this.commands.execute(new EnableImage(imageId, restorePermissions, write));
    return writtenImage(imageId, write, outcome, () => this.affected.running(imageId));
  }
}
