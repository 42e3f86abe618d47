import type { Pool } from 'pg';
import type { RecordedEvent, StreamSlice } from '#event-sourcing';
import { EVENT_COLUMNS, toRecordedEvent, type EventRow } from './recorded-event';

const PAGE = 1_000;

const FORWARDS = `SELECT ${EVENT_COLUMNS} FROM ledger.events WHERE stream = $1 AND revision >= $2 ORDER BY revision LIMIT $3`;
const BACKWARDS = `SELECT ${EVENT_COLUMNS} FROM ledger.events WHERE stream = $1 AND revision <= $2 ORDER BY revision DESC LIMIT $3`;
const LAST_POSSIBLE_REVISION = 2_147_483_647;

/** Reads one stream, page by page. */
export class StreamReader {
  constructor(private readonly pool: Pool) {}

  async *read(
    stream: string,
    { from, direction = 'forwards', limit = Infinity }: StreamSlice,
  ): AsyncGenerator<RecordedEvent> {
    let left = limit;
    let next = from;
    while (left > 0) {
      const size = Math.min(left, PAGE);
      const page = await this.page(stream, {
        direction,
        limit: size,
        ...(next === undefined ? {} : { from: next }),
      });
      yield* page;
      const last = page.at(-1);
      if (last === undefined || page.length < size) return;
      left -= page.length;
      next = last.revision + (direction === 'forwards' ? 1 : -1);
    }
  }

  async page(
    stream: string,
    { from, direction, limit = PAGE }: StreamSlice,
  ): Promise<readonly RecordedEvent[]> {
    const isForwards = direction !== 'backwards';
    const { rows } = await this.pool.query<EventRow>({
      name: isForwards ? 'ledger-stream' : 'ledger-stream-backwards',
      text: isForwards ? FORWARDS : BACKWARDS,
      values: [stream, from ?? (isForwards ? 0 : LAST_POSSIBLE_REVISION), limit],
      rowMode: 'array',
    });
    return rows.map(toRecordedEvent);
  }
}
