import { randomUUID } from 'node:crypto';
import { Pool, type ClientConfig } from 'pg';
import { PostgresEventStore } from '#event-store-postgres';
import type { StressedLog } from './log';
import { positionsOf } from './positions';

/** The event store of the service, behind its port. */
export class LedgerLog implements StressedLog {
  private readonly store: PostgresEventStore;
  private readonly pool: Pool;

  constructor(connection: ClientConfig) {
    this.store = new PostgresEventStore(connection);
    this.pool = new Pool({ ...connection, max: 1 });
  }

  async append(): Promise<void> {
    const event = { id: randomUUID(), type: 'Stressed', data: '{}', metadata: '{}' };
    await this.store.append(`stress-${randomUUID()}`, 'none', [event]);
  }

  async head(): Promise<number> {
    return Number((await this.store.head()).position);
  }

  async *read(after: number, end: Promise<number>): AsyncGenerator<readonly number[]> {
    const ending = new AbortController();
    let position = after;
    let last = Infinity;
    const endWhenPassed = (): void => {
      if (position >= last) ending.abort();
    };
    void end.then((head) => {
      last = head;
      endWhenPassed();
    });
    for await (const batch of this.store.subscribe({ after: BigInt(after), signal: ending.signal })) {
      yield batch.events.map((event) => Number(event.position));
      position = Number(batch.position);
      endWhenPassed();
    }
  }

  positionsAfter(after: number): Promise<readonly number[]> {
    return positionsOf(this.pool, 'SELECT position FROM ledger.events WHERE position > $1', [after]);
  }

  async close(): Promise<void> {
    await this.store.close();
    await this.pool.end();
  }
}
