import { Controller } from '@nestjs/common';
import { Type } from 'typebox';
import { InvalidField, type ChannelTarget } from '#machine-images';
import { Commands } from '../http/commands';
import { endpoint, Reason, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { AffectedInstances } from '../reading/affected-instances';
import { writtenFamily } from '../resources/family';
import { ChannelPlan } from '../resources/rollback-plan';
import { ChannelParams, Family, FamilyOwner, Version } from '../resources/family-fields';
import { RollBackChannel } from './roll-back-channel';

const rollBackChannel = endpoint({
  method: 'POST',
  path: '/v1/families/:family/channels/:channel/rollbacks',
  allow: ['member'],
  writes: true,
  tag: 'families',
  summary: 'Take a channel back to its previous good version, to an earlier one, or undo such a rollback',
  description:
    'It goes back along the way that it came: 3, 2, 1, never to and fro; never to what is revoked, disabled, deregistered or has lost its snapshots. `undo` names the `correlationId` of a rollback in the channel’s history: the channel points where it did right before, and goes back from there as it would have.',
  params: ChannelParams,
  query: Type.Object({ ownerId: FamilyOwner }),
  body: Type.Object(
    {
      to: Type.Optional(Version),
      undo: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
      reason: Type.Optional(Reason),
    },
    { additionalProperties: false },
  ),
  answer: Family,
  plan: ChannelPlan,
});

@Controller()
export class RollBackChannelController {
  constructor(
    private readonly commands: Commands,
    private readonly affected: AffectedInstances,
  ) {}

  @Endpoint(rollBackChannel)
  async rollBack(
    @Input() { params, query, body, write }: InputOf<typeof rollBackChannel>,
  ): Promise<Reply<object>> {
    const id = { ownerId: query.ownerId ?? write.by.account, name: params.family };
    const { reason: _, ...wish } = body;
    if (wish.to !== undefined && wish.undo !== undefined)
      throw new InvalidField('an earlier version, or a rollback to undo, not both', '/undo');
    const rollback = { channel: params.channel, ...wish };
    const outcome = await this.commands.execute(new RollBackChannel(id, rollback, write));
    return writtenFamily(id, write, outcome, ({ after }) =>
      this.affected.apartFrom(id, params.channel, (after as ChannelTarget).imageId),
    );
  }
}
