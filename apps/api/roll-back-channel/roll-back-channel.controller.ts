import { Controller } from '@nestjs/common';
import { Type } from 'typebox';
import { Commands } from '../http/commands';
import { endpoint, Reason, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { writtenFamily } from '../resources/family';
import { ChannelParams, Family, FamilyOwner, Version } from '../resources/family-fields';
import { RollBackChannel } from './roll-back-channel';

const rollBackChannel = endpoint({
  method: 'POST',
  path: '/v1/families/:family/channels/:channel/rollbacks',
  allow: ['member'],
  writes: true,
  tag: 'families',
  summary: 'Take a channel back to its previous good version, or to an earlier one that is named',
  description:
    'It goes back along the way that it came: 3, 2, 1, never to and fro; never to what is revoked, disabled or deregistered.',
  params: ChannelParams,
  query: Type.Object({ ownerId: FamilyOwner }),
  body: Type.Object(
    { to: Type.Optional(Version), reason: Type.Optional(Reason) },
    { additionalProperties: false },
  ),
  answer: Family,
});

@Controller()
export class RollBackChannelController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(rollBackChannel)
  async rollBack(
    @Input() { params, query, body, write }: InputOf<typeof rollBackChannel>,
  ): Promise<Reply<object>> {
    const id = { ownerId: query.ownerId ?? write.by.account, name: params.family };
    const rollback = { channel: params.channel, ...(body.to === undefined ? {} : { to: body.to }) };
    return writtenFamily(id, write, await this.commands.execute(new RollBackChannel(id, rollback, write)));
  }
}
