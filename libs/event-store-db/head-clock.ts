import { randomUUID } from 'node:crypto';
import type { Head } from '#event-sourcing';
import type { Connection } from './connection';
import { revisionIn } from './append-verdict';
import { NotHandled } from './failures';
import type { LogReader } from './log-reader';
import type { LogTime } from './log-time';
import { patiently } from './patience';
import { CLOCK_STREAM } from './reserved-streams';

/**
 * Where the log ends and how late it is there. No server can be asked for its time; but it dates what it takes. So an
 * event is written, in a stream of our own: what stands before it is settled, and what comes later is dated no earlier.
 */
export class HeadClock {
  private current: Promise<unknown> = Promise.resolve();
  private next: Promise<Head> | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly reader: LogReader,
    private readonly time: LogTime,
    private readonly patience: number,
  ) {}

  /** One event for all who ask while another one is under way. */
  read(): Promise<Head> {
    this.next ??= this.afterCurrent();
    return this.next;
  }

  private async afterCurrent(): Promise<Head> {
    await this.current.catch(() => {});
    this.next = undefined;
    const tick = this.tick();
    this.current = tick;
    return tick;
  }

  private async tick(): Promise<Head> {
    const event = { id: randomUUID(), type: 'ClockRead', data: '{}', metadata: '{}' };
    const append = { stream: CLOCK_STREAM, expected: 'any', events: [event] } as const;
    const revision = await patiently(this.patience, async () =>
      revisionIn(await this.connection.append(append), append, 0),
    );
    const record = await this.reader.at(CLOCK_STREAM, revision);
    if (record === undefined) throw new NotHandled('the clock cannot be read');
    await this.time.refresh();
    // What comes later in this very millisecond stands after the position.
    return { position: record.position, at: new Date(this.time.dated(record).recordedAt.getTime() - 1) };
  }
}
