import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { Pool, type ClientConfig } from 'pg';
import type { StressedLog } from './log';
import { positionsOf } from './positions';

export const NAIVE_TABLE = `
  CREATE TABLE naive_events (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id uuid NOT NULL,
    stream text NOT NULL,
    revision integer NOT NULL,
    data text NOT NULL,
    UNIQUE (stream, revision)
  )`;

const APPEND = `INSERT INTO naive_events (event_id, stream, revision, data) VALUES ($1, $2, 0, '{}')`;
const PAGE = 'SELECT position FROM naive_events WHERE position > $1 ORDER BY position LIMIT 1000';

/** As it is often done: positions from a sequence, taken before the commit, and readers that poll for what is after theirs. */
export class NaiveLog implements StressedLog {
  private readonly pool: Pool;

  constructor(connection: ClientConfig) {
    this.pool = new Pool({ ...connection, max: 8 });
  }

  async append(): Promise<void> {
    await this.pool.query({
      name: 'naive-append',
      text: APPEND,
      values: [randomUUID(), `stress-${randomUUID()}`],
    });
  }

  async head(): Promise<number> {
    const [head] = await positionsOf(this.pool, 'SELECT coalesce(max(position), 0) FROM naive_events', []);
    return head ?? 0;
  }

  async *read(after: number, end: Promise<number>): AsyncGenerator<readonly number[]> {
    let last = Infinity;
    void end.then((head) => (last = head));
    for (let position = after; position < last;) {
      const page = await positionsOf(this.pool, PAGE, [position]);
      yield page;
      position = page.at(-1) ?? position;
      if (page.length === 0) await setTimeout(1);
    }
  }

  positionsAfter(after: number): Promise<readonly number[]> {
    return positionsOf(this.pool, 'SELECT position FROM naive_events WHERE position > $1', [after]);
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}
