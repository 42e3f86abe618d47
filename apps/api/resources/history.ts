import { Injectable } from '@nestjs/common';
import { Type } from 'typebox';
import type { HistoryItem as Item, Page } from '#views';
import { nameSchema } from '../http/named-schemas';
import { ActorAnswers } from './actor';
import { ActorAnswer, Cursor, Limit, pageSchema, presentPage, Time } from './fields';

const Aspects = Type.Record(Type.String(), Type.Unknown());

const HistoryItem = nameSchema(
  'HistoryItem',
  Type.Object({
    revision: Type.Integer(),
    event: Type.String({ examples: ['LaunchPermissionGranted'] }),
    at: Time,
    actor: ActorAnswer,
    reason: Type.Union([Type.String(), Type.Null()]),
    before: Aspects,
    after: Aspects,
    correlationId: Type.String({ description: 'Everything that one request brought about shares it.' }),
    observed: Type.Boolean({ description: 'It was seen to have happened, not asked of the ledger.' }),
  }),
);

export const History = pageSchema(HistoryItem);

export const HistoryQuery = Type.Object({
  order: Type.Enum(['oldest-first', 'newest-first'], { default: 'oldest-first' }),
  limit: Limit,
  cursor: Type.Optional(Cursor),
});

/** Shows the history of a resource, with the names that were not forgotten. */
@Injectable()
export class HistoryAnswers {
  constructor(private readonly actors: ActorAnswers) {}

  of(page: Page<Item>): Promise<object> {
    return presentPage(page, async ({ at, actor, ...item }) => ({
      ...item,
      at: at.toISOString(),
      actor: await this.actors.of(actor),
    }));
  }
}
