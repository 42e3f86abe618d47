import { StreamQueue, WrongExpectedRevision, type Appended, type EventToAppend } from '#event-sourcing';
import type { Append } from './append-request';
import { revisionIn } from './append-verdict';
import type { Connection } from './connection';
import { NotHandled } from './failures';
import type { LogRecord } from './log-record';
import type { LogReader } from './log-reader';
import type { LogTime } from './log-time';
import { patiently } from './patience';

/**
 * Appends, and finds out what became of those whose answer was lost: the same ids at the same exact revision are
 * recorded once, however often they are sent.
 */
export class Appender {
  private readonly queue = new StreamQueue();

  constructor(
    private readonly connection: Connection,
    private readonly reader: LogReader,
    private readonly time: LogTime,
    private readonly patience: number,
  ) {}

  async append(append: Append, bytes: number): Promise<Appended> {
    await this.time.refresh();
    if (append.expected !== 'any') return this.atRevision(append, bytes);
    // One after the other: they would only get into each other's way.
    return this.queue.run(append.stream, () => this.atAny(append, bytes));
  }

  /** Looks before it appends: what the server remembers of an append at any revision does not survive its restart. */
  private async atAny({ stream, events }: Append, bytes: number): Promise<Appended> {
    const deadline = Date.now() + this.patience;
    for (;;) {
      const last = await this.reader.last(stream);
      const earlier = last && (await this.earlier(last, events));
      if (earlier !== undefined) return earlier;
      const append = { stream, expected: last?.revision ?? ('none' as const), events };
      const appended = await this.atRevision(append, bytes).catch(unlessLost(deadline));
      if (appended !== undefined) return appended;
    }
  }

  /** Where the same events went, if they are the last ones of their stream. */
  private async earlier(last: LogRecord, events: readonly EventToAppend[]): Promise<Appended | undefined> {
    if (!isOne(last, events.at(-1))) return undefined;
    const slice = { from: last.revision, direction: 'backwards', limit: events.length } as const;
    const expected = events.toReversed();
    for await (const record of this.reader.stream(last.stream, slice))
      if (!isOne(record, expected.shift())) return undefined;
    return expected.length === 0 ? this.appended(last) : undefined;
  }

  private async atRevision(append: Append, bytes: number): Promise<Appended> {
    const revision = await patiently(this.patience, async () =>
      revisionIn(await this.connection.append(append), append, bytes),
    );
    // An answer to an append has no time in it, and one to a repetition perhaps another position.
    const last = await this.reader.at(append.stream, revision);
    if (last === undefined) throw new NotHandled('an event that was acknowledged cannot be read');
    return this.appended(last);
  }

  private appended(last: LogRecord): Appended {
    const { revision, position } = last;
    return { revision, position, recordedAt: this.time.dated(last).recordedAt };
  }
}

/** Somebody else was faster: to be tried again, for a while. */
const unlessLost =
  (deadline: number) =>
  (error: unknown): undefined => {
    if (!(error instanceof WrongExpectedRevision) || Date.now() >= deadline) throw error;
  };

const isOne = (record: LogRecord, event: EventToAppend | undefined): boolean =>
  event !== undefined && record.id === event.id.toLowerCase();
