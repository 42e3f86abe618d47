import { randomUUID } from 'node:crypto';
import { BEGINNING, type Head, type Position } from '#event-sourcing';
import type { Connection } from './connection';
import { revisionIn } from './append-verdict';
import { NotHandled } from './failures';
import { passes } from './filter';
import type { LogReader } from './log-reader';
import type { LogTime } from './log-time';
import { patiently } from './patience';
import { CLOCK_STREAM } from './reserved-streams';

/** How many events that no reader is shown are passed over in search of one that is. */
const LOOK_BACK = 64;

/**
 * Where the log ends and how late it is there. No server can be asked for its time; but it dates what it takes. So an
 * event is written, in a stream of our own: what stands before it is settled, and what comes later is dated no earlier.
 * The log ends with the last event that readers are shown: asking moves nothing that they could be behind of.
 */
export class HeadClock {
  private current: Promise<unknown> = Promise.resolve();
  private next: Promise<Head> | undefined;
  private known: { readonly clock: Position; readonly end: Position } | undefined;

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
    const end = await patiently(this.patience, () => this.endBefore(record.position));
    this.known = { clock: record.position, end };
    // What comes later in this very millisecond stands after the position.
    return { position: end, at: new Date(this.time.dated(record).recordedAt.getTime() - 1) };
  }

  /** Where nothing is shown as far back as is looked, the log ends with the clock: that is only later than it could be. */
  private async endBefore(clock: Position): Promise<Position> {
    const { known } = this;
    let looked = 0;
    for await (const record of this.reader.backwards(clock, LOOK_BACK)) {
      if (passes(record, undefined)) return record.position;
      if (record.position === known?.clock) return known.end;
      looked++;
    }
    return looked < LOOK_BACK ? BEGINNING : clock;
  }
}
