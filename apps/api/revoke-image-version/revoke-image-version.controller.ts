import { Controller } from '@nestjs/common';
import { Type } from 'typebox';
import { Commands } from '../http/commands';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { FamilyOwner, VersionParams } from '../resources/family-fields';
import { RevocationBody, RevokedImage, writtenRevocation } from '../resources/revocation';
import { RevocationPlanned } from '../resources/revocation-plan';
import { RevokeImageVersion } from './revoke-image-version';

const revokeImageVersion = endpoint({
  method: 'POST',
  path: '/v1/families/:family/versions/:version/revocation',
  allow: ['member'],
  writes: true,
  tag: 'families',
  summary: 'Revoke the image that is a version of a family',
  description:
    'As the image itself is revoked, by its id, and with the same answer: nobody launches it any more, and every ' +
    'family that holds it follows.',
  params: VersionParams,
  query: Type.Object({ ownerId: FamilyOwner }),
  body: RevocationBody,
  answer: RevokedImage,
  plan: RevocationPlanned,
});

@Controller()
export class RevokeImageVersionController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(revokeImageVersion)
  async revoke(
    @Input() { params, query, body, write }: InputOf<typeof revokeImageVersion>,
  ): Promise<Reply<object>> {
    const family = { ownerId: query.ownerId ?? write.by.account, name: params.family };
    const command = new RevokeImageVersion(family, params.version, body, write);
    return writtenRevocation(write, await this.commands.execute(command));
  }
}
