import {
  checkAppend,
  EventStoreUnavailable,
  InvalidAppend,
  MAX_APPEND_BYTES,
  type Appended,
  type EventBatch,
  type EventStore,
  type EventToAppend,
  type ExpectedRevision,
  type Head,
  type Position,
  type RecordedEvent,
  type StreamSlice,
  type SubscriptionOptions,
} from '#event-sourcing';
import { Appender } from './appender';
import { Connection } from './connection';
import { asStoreFailure } from './failures';
import { passes } from './filter';
import { HeadClock } from './head-clock';
import { logIdentity } from './log-identity';
import { LogReader } from './log-reader';
import { LogTime } from './log-time';
import { isReserved } from './reserved-streams';
import { subscription } from './subscription';

export interface EventStoreDbEventStoreOptions {
  /** Largest append, in bytes of data and metadata. The server has a limit of its own: `--max-append-size`. */
  readonly maxAppendBytes?: number;
  /** How long the server may be silent where it owes an answer, in milliseconds. */
  readonly timeLimit?: number;
  /** How long appends and reads are tried again while the server does not answer, in milliseconds. */
  readonly patience?: number;
  /** After so many milliseconds without news a subscription asks the server whether there is any. */
  readonly quiet?: number;
}

/** Longer than the two seconds that the server gives a write. */
const TIME_LIMIT = 3_000;
const PATIENCE = 5_000;
const QUIET = 10_000;

/** The event store in an EventStoreDB or a cluster of them, from 23.10 on, by its connection string. */
export class EventStoreDbEventStore implements EventStore {
  private readonly connection: Connection;
  private readonly reader: LogReader;
  private readonly appender: Appender;
  private readonly time: LogTime;
  private readonly headClock: HeadClock;
  private readonly maxAppendBytes: number;
  private readonly quiet: number;
  private readonly underWay = new Set<Promise<unknown>>();
  private readonly closing = new AbortController();
  private id: Promise<string> | undefined;

  constructor(connectionString: string, options: EventStoreDbEventStoreOptions = {}) {
    const { timeLimit = TIME_LIMIT, patience = PATIENCE, quiet = QUIET } = options;
    this.maxAppendBytes = options.maxAppendBytes ?? MAX_APPEND_BYTES;
    this.quiet = quiet;
    this.connection = new Connection(connectionString, timeLimit);
    this.reader = new LogReader(this.connection, patience);
    this.time = new LogTime(this.connection, this.reader);
    this.appender = new Appender(this.connection, this.reader, this.time, patience);
    this.headClock = new HeadClock(this.connection, this.reader, this.time, patience);
  }

  async logId(): Promise<string> {
    this.id ??= this.answered(() => logIdentity(this.reader, this.appender));
    this.id.catch(() => (this.id = undefined));
    return this.id;
  }

  async append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly EventToAppend[],
  ): Promise<Appended> {
    const bytes = checkAppend(stream, expected, events, this.maxAppendBytes);
    if (isReserved(stream)) throw new InvalidAppend(`the name of stream ${stream} is reserved`);
    return this.answered(() => this.appender.append({ stream, expected, events }, bytes));
  }

  async *readStream(stream: string, slice: StreamSlice = {}): AsyncGenerator<RecordedEvent> {
    yield* this.failing(async function* (this: EventStoreDbEventStore) {
      await this.time.refresh();
      for await (const record of this.reader.stream(stream, slice)) yield this.time.dated(record);
    });
  }

  async *readAll(after: Position): AsyncGenerator<RecordedEvent> {
    yield* this.failing(async function* (this: EventStoreDbEventStore) {
      await this.time.reach(after);
      let position = after;
      for await (const record of this.reader.log(after)) {
        this.time.follow(position, record);
        position = record.position;
        if (passes(record, undefined)) yield this.time.dated(record);
      }
    });
  }

  async *subscribe(options: SubscriptionOptions): AsyncGenerator<EventBatch> {
    const signal = AbortSignal.any([options.signal, this.closing.signal]);
    const { connection, reader, time, quiet } = this;
    yield* this.failing(() => subscription({ connection, reader, time, quiet }, { ...options, signal }));
  }

  head(): Promise<Head> {
    return this.answered(() => this.headClock.read());
  }

  /** After what was asked for before is done. */
  async close(): Promise<void> {
    this.closing.abort();
    await Promise.allSettled(this.underWay);
    await this.connection.close();
  }

  private async answered<T>(ask: () => Promise<T>): Promise<T> {
    this.refuseWhenClosed();
    const asked = ask();
    this.underWay.add(asked);
    try {
      return await asked;
    } catch (error) {
      throw asStoreFailure(error);
    } finally {
      this.underWay.delete(asked);
    }
  }

  private async *failing<T>(read: (this: EventStoreDbEventStore) => AsyncGenerator<T>): AsyncGenerator<T> {
    this.refuseWhenClosed();
    try {
      yield* read.call(this);
    } catch (error) {
      throw asStoreFailure(error);
    }
  }

  private refuseWhenClosed(): void {
    if (this.closing.signal.aborted) throw new EventStoreUnavailable('the event store is closed');
  }
}
