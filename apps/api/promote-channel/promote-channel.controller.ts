import { Controller } from '@nestjs/common';
import { Type } from 'typebox';
import { Commands } from '../http/commands';
import { endpoint, Reason, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { writtenFamily } from '../resources/family';
import { ChannelParams, Family, FamilyOwner, Version } from '../resources/family-fields';
import { PromoteChannel } from './promote-channel';

const promoteChannel = endpoint({
  method: 'PUT',
  path: '/v1/families/:family/channels/:channel',
  allow: ['member'],
  writes: true,
  tag: 'families',
  summary: 'Point a channel at a version; makes the channel where there is none',
  params: ChannelParams,
  query: Type.Object({ ownerId: FamilyOwner }),
  body: Type.Object({ version: Version, reason: Type.Optional(Reason) }, { additionalProperties: false }),
  answer: Family,
});

@Controller()
export class PromoteChannelController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(promoteChannel)
  async promote(
    @Input() { params, query, body, write }: InputOf<typeof promoteChannel>,
  ): Promise<Reply<object>> {
    const id = { ownerId: query.ownerId ?? write.by.account, name: params.family };
    const promotion = { channel: params.channel, version: body.version };
    return writtenFamily(id, write, await this.commands.execute(new PromoteChannel(id, promotion, write)));
  }
}
