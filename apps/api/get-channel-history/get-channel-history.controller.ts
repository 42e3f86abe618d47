import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Type } from 'typebox';
import { views, type ChannelMovementRow } from '#views';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { ReadGate } from '../reading/read-gate';
import { ActorAnswers } from '../resources/actor';
import { ChannelMovement, ChannelParams, FamilyOwner } from '../resources/family-fields';
import { Cursor, Limit, pageSchema, presentPage } from '../resources/fields';
import { GetChannelHistory } from './get-channel-history';

const getChannelHistory = endpoint({
  method: 'GET',
  path: '/v1/families/:family/channels/:channel/history',
  allow: ['member', 'reader', 'auditor'],
  tag: 'families',
  summary: 'Get every movement of a channel, the newest first: from where to where, who, why, when',
  params: ChannelParams,
  query: Type.Object({ ownerId: FamilyOwner, limit: Limit, cursor: Type.Optional(Cursor) }),
  answer: pageSchema(ChannelMovement),
});

@Controller()
export class GetChannelHistoryController {
  constructor(
    private readonly queries: QueryBus,
    private readonly gate: ReadGate,
    private readonly actors: ActorAnswers,
  ) {}

  @Endpoint(getChannelHistory)
  async get(
    @Input() { params, caller, query, position }: InputOf<typeof getChannelHistory>,
  ): Promise<object> {
    await this.gate.pass({ position }, [views.families]);
    const { ownerId = caller.account, ...page } = query;
    const id = { ownerId, name: params.family };
    const movements = await this.queries.execute(new GetChannelHistory(id, params.channel, caller, page));
    return presentPage(movements, (row) => this.present(row));
  }

  private async present(row: ChannelMovementRow): Promise<object> {
    const { event, fromVersion, toVersion, at, actor, reason, correlationId } = row;
    return {
      event,
      from: fromVersion,
      to: toVersion,
      at: at.toISOString(),
      actor: await this.actors.of(actor),
      reason,
      correlationId,
    };
  }
}
