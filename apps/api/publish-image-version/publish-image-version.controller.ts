import { Controller } from '@nestjs/common';
import { Type } from 'typebox';
import { Commands } from '../http/commands';
import { endpoint, Reason, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { writtenFamily } from '../resources/family';
import { Family, FamilyOwner, FamilyParams } from '../resources/family-fields';
import { PublishImageVersion } from './publish-image-version';

const publishImageVersion = endpoint({
  method: 'POST',
  path: '/v1/families/:family/versions',
  allow: ['member'],
  writes: true,
  tag: 'families',
  summary: 'Publish an image as the next version',
  description:
    'An image of the same account, available and not revoked. One that is a version already stays it.',
  params: FamilyParams,
  query: Type.Object({ ownerId: FamilyOwner }),
  body: Type.Object(
    { imageId: Type.String({ format: 'image-id' }), reason: Type.Optional(Reason) },
    { additionalProperties: false },
  ),
  answer: Family,
});

@Controller()
export class PublishImageVersionController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(publishImageVersion)
  async publish(
    @Input() { params, query, body, write }: InputOf<typeof publishImageVersion>,
  ): Promise<Reply<object>> {
    const id = { ownerId: query.ownerId ?? write.by.account, name: params.family };
    const command = new PublishImageVersion(id, body.imageId, write);
    return writtenFamily(id, write, await this.commands.execute(command));
  }
}
