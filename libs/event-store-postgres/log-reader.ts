import type { Pool } from 'pg';
import type { EventFilter, Head, Position, RecordedEvent } from '#event-sourcing';
import { EVENT_COLUMNS, toRecordedEvent, type EventRow } from './recorded-event';

export interface LogPage {
  readonly events: readonly RecordedEvent[];
  /** Every event up to here was looked at. */
  readonly position: Position;
  /** The log ended here when the page was read. */
  readonly isLast: boolean;
}

/** How many positions a filtered page looks at: a rare event must not make one statement read the whole log. */
const WINDOW = 20_000n;

const UNFILTERED = `SELECT ${EVENT_COLUMNS} FROM ledger.events WHERE position > $1 ORDER BY position LIMIT $2`;
const FILTERED = `
  SELECT ${EVENT_COLUMNS} FROM ledger.events
  WHERE position > $1 AND position <= $3 AND (type = ANY ($4) OR stream ^@ ANY ($5))
  ORDER BY position LIMIT $2`;
const HEAD = 'SELECT coalesce(max(position), 0) FROM ledger.events';
const SETTLED_HEAD = 'SELECT position, at FROM ledger.settled_head()';

/** Reads the whole log in order, page by page. */
export class LogReader {
  constructor(private readonly pool: Pool) {}

  /** Positions are in the order of commits, so the last event of a page has no earlier neighbour still to come. */
  async page(after: Position, limit: number, filter?: EventFilter): Promise<LogPage> {
    if (filter !== undefined) return this.filteredPage(after, limit, filter);
    const events = await this.query('ledger-log', UNFILTERED, [after.toString(), limit]);
    return { events, position: events.at(-1)?.position ?? after, isLast: events.length < limit };
  }

  /** Every event after a position to the end; the next page is read while one is handled. */
  async *readFrom(after: Position, pageSize: number): AsyncGenerator<RecordedEvent> {
    let ahead: Promise<LogPage> | undefined = this.page(after, pageSize);
    while (ahead !== undefined) {
      const page: LogPage = await ahead;
      ahead = page.isLast ? undefined : this.page(page.position, pageSize);
      // Whoever stops in the middle never hears of the page that was read ahead, nor of its failure.
      ahead?.catch(() => {});
      yield* page.events;
    }
  }

  /** Waits for writers under way: what they record is at or before this position, or later than this time. */
  async settledHead(): Promise<Head> {
    const { rows } = await this.pool.query<[string, Date]>({
      name: 'ledger-settled-head',
      text: SETTLED_HEAD,
      rowMode: 'array',
    });
    const [position, at] = rows[0] ?? [];
    if (position === undefined || at === undefined)
      throw new Error('the database did not say where the log ends');
    return { position: BigInt(position), at };
  }

  private async head(): Promise<Position> {
    const { rows } = await this.pool.query<[string]>({ name: 'ledger-head', text: HEAD, rowMode: 'array' });
    return BigInt(rows[0]?.[0] ?? 0);
  }

  /** The head is read first: whatever passes the filter up to it is seen by the statement that follows. */
  private async filteredPage(
    after: Position,
    limit: number,
    { types, streamPrefixes }: EventFilter,
  ): Promise<LogPage> {
    const head = await this.head();
    const end = after + WINDOW < head ? after + WINDOW : head;
    const values = [after.toString(), limit, end.toString(), types ?? [], streamPrefixes ?? []];
    const events = await this.query('ledger-log-filtered', FILTERED, values);
    const last = events.at(-1);
    if (last !== undefined && events.length === limit)
      return { events, position: last.position, isLast: false };
    return { events, position: end > after ? end : after, isLast: end >= head };
  }

  private async query(
    name: string,
    text: string,
    values: readonly unknown[],
  ): Promise<readonly RecordedEvent[]> {
    const { rows } = await this.pool.query<EventRow>({ name, text, values: [...values], rowMode: 'array' });
    return rows.map(toRecordedEvent);
  }
}
