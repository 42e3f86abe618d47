import { Controller } from '@nestjs/common';
import { Type } from 'typebox';
import { Commands } from '../http/commands';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { FamilyOwner, VersionParams } from '../resources/family-fields';
import { Image } from '../resources/image-fields';
import { ReinstatementBody, writtenReinstatement } from '../resources/revocation';
import { ReinstatementPlanned } from '../resources/revocation-plan';
import { ReinstateImageVersion } from './reinstate-image-version';

const reinstateImageVersion = endpoint({
  method: 'POST',
  path: '/v1/families/:family/versions/:version/reinstatement',
  allow: ['member'],
  writes: true,
  tag: 'families',
  summary: 'Take back that the image was revoked which is a version of a family, or undo a cascade',
  description: 'As the image itself is reinstated, by its id, and with the same answer.',
  params: VersionParams,
  query: Type.Object({ ownerId: FamilyOwner }),
  body: ReinstatementBody,
  answer: Image,
  plan: ReinstatementPlanned,
});

@Controller()
export class ReinstateImageVersionController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(reinstateImageVersion)
  async reinstate(
    @Input() { params, query, body, write }: InputOf<typeof reinstateImageVersion>,
  ): Promise<Reply<object>> {
    const family = { ownerId: query.ownerId ?? write.by.account, name: params.family };
    const command = new ReinstateImageVersion(family, params.version, body.undo, write);
    return writtenReinstatement(write, await this.commands.execute(command));
  }
}
