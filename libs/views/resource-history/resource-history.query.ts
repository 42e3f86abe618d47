import type { DataSource } from 'typeorm';
import type { Actor } from '#event-sourcing';
import { decodeCursor, encodeCursor, pageOf, type Page } from '../paging';

export type Aspects = Readonly<Record<string, unknown>>;

export interface HistoryItem {
  readonly revision: number;
  readonly event: string;
  readonly at: Date;
  readonly actor: Actor;
  readonly reason: string | null;
  readonly correlationId: string;
  readonly observed: boolean;
  /** The aspects that the event changed, as they were and as they are since. */
  readonly before: Aspects;
  readonly after: Aspects;
}

export interface HistoryPage {
  readonly order: 'oldest-first' | 'newest-first';
  readonly limit: number;
  readonly cursor?: string;
}

/** Before every revision, and after every one. */
const [START, END] = [-1, 2_147_483_647];

const historyQuery = (order: HistoryPage['order']): string => `
  SELECT h.revision, h.event, h.at, h.actor, h.reason, h.correlation_id AS "correlationId", h.observed,
    coalesce(c.before, '{}') AS before, coalesce(c.after, '{}') AS after
  FROM views.resource_history_1 h
  CROSS JOIN LATERAL (
    SELECT jsonb_object_agg(c.aspect, p.after) FILTER (WHERE p.after IS NOT NULL) AS before,
      jsonb_object_agg(c.aspect, c.after) AS after
    FROM views.resource_changes_1 c
    LEFT JOIN LATERAL (
      SELECT p.after FROM views.resource_changes_1 p
      WHERE p.resource_id = c.resource_id AND p.aspect = c.aspect AND p.revision < c.revision
      ORDER BY p.revision DESC LIMIT 1
    ) p ON true
    WHERE c.resource_id = h.resource_id AND c.revision = h.revision
  ) c
  WHERE h.resource_id = $1 AND h.revision ${order === 'oldest-first' ? '>' : '<'} $2
  ORDER BY h.revision ${order === 'oldest-first' ? 'ASC' : 'DESC'}
  LIMIT $3`;

export class ResourceHistory {
  constructor(private readonly database: DataSource) {}

  async page(resourceId: string, { order, limit, cursor }: HistoryPage): Promise<Page<HistoryItem>> {
    const list = ['resource-history', resourceId, order];
    const start = order === 'oldest-first' ? START : END;
    const [after = String(start)] = cursor === undefined ? [] : decodeCursor(list, cursor, 1);
    const rows = await this.database.query<HistoryItem[]>(historyQuery(order), [
      resourceId,
      Number(after),
      limit + 1,
    ]);
    return pageOf(
      rows,
      limit,
      (row) => row,
      ({ revision }) => encodeCursor(list, [String(revision)]),
    );
  }
}
