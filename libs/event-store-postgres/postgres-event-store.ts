import { Pool, type ClientConfig } from 'pg';
import {
  checkAppend,
  EventStoreUnavailable,
  firstRecordedAnswer,
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
import { Bell } from './bell';
import { asStoreFailure } from './failures';
import { LogReader } from './log-reader';
import { StreamReader } from './stream-reader';
import { subscription } from './subscription';

export interface PostgresEventStoreOptions {
  /** Connections for reading. Appends and notifications have one each besides. */
  readonly readConnections?: number;
  /** Largest append, in bytes of data and metadata. */
  readonly maxAppendBytes?: number;
  /** How long an append is tried again while the database does not answer, in milliseconds. */
  readonly patience?: number;
}

const PATIENCE = 5_000;
const READ_PAGE = 5_000;

/** The event store in a table of PostgreSQL that nobody can change: `ledger.events`, see the migrations beside this. */
export class PostgresEventStore implements EventStore {
  private readonly pool: Pool;
  private readonly streams: StreamReader;
  private readonly log: LogReader;
  private readonly appender: Appender;
  private readonly bell: Bell;
  private readonly maxAppendBytes: number;
  private readonly closing = new AbortController();
  private id: Promise<string> | undefined;

  constructor(config: ClientConfig, options: PostgresEventStoreOptions = {}) {
    const { readConnections = 4, maxAppendBytes = MAX_APPEND_BYTES, patience = PATIENCE } = options;
    this.maxAppendBytes = maxAppendBytes;
    this.pool = new Pool({ ...config, max: readConnections, keepAlive: true });
    // A connection lost while idle is replaced at the next use; without a listener it would end the process.
    this.pool.on('error', () => {});
    this.streams = new StreamReader(this.pool);
    this.log = new LogReader(this.pool);
    this.bell = new Bell(config);
    this.appender = new Appender(config, patience, () => this.bell.ring());
  }

  async logId(): Promise<string> {
    this.id ??= this.answered(() => this.readLogId());
    this.id.catch(() => (this.id = undefined));
    return this.id;
  }

  async append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly EventToAppend[],
  ): Promise<Appended> {
    this.refuseWhenClosed();
    const bytes = checkAppend(stream, expected, events, this.maxAppendBytes);
    const appended = await new Promise<Appended>((resolve, reject) =>
      this.appender.add({ stream, expected, events, bytes, resolve, reject }),
    );
    return firstRecordedAnswer(appended, events);
  }

  async *readStream(stream: string, slice: StreamSlice = {}): AsyncGenerator<RecordedEvent> {
    yield* this.failing(this.streams.read(stream, slice));
  }

  async *readAll(after: Position): AsyncGenerator<RecordedEvent> {
    yield* this.failing(this.log.readFrom(after, READ_PAGE));
  }

  async *subscribe(options: SubscriptionOptions): AsyncGenerator<EventBatch> {
    const signal = AbortSignal.any([options.signal, this.closing.signal]);
    yield* this.failing(subscription(this.log, this.bell, { ...options, signal }));
  }

  head(): Promise<Head> {
    return this.answered(() => this.log.settledHead());
  }

  async close(): Promise<void> {
    if (this.closing.signal.aborted) return;
    this.closing.abort();
    await this.appender.close();
    await this.bell.close();
    await this.pool.end();
  }

  private async readLogId(): Promise<string> {
    const { rows } = await this.pool.query<{ id: string }>('SELECT id FROM ledger.log');
    const [row] = rows;
    if (row === undefined) throw new Error('the log has no id: its table was not made by the migrations');
    return row.id;
  }

  private async answered<T>(ask: () => Promise<T>): Promise<T> {
    this.refuseWhenClosed();
    try {
      return await ask();
    } catch (error) {
      throw asStoreFailure(error);
    }
  }

  private async *failing<T>(read: AsyncGenerator<T>): AsyncGenerator<T> {
    this.refuseWhenClosed();
    try {
      yield* read;
    } catch (error) {
      throw asStoreFailure(error);
    }
  }

  private refuseWhenClosed(): void {
    if (this.closing.signal.aborted) throw new EventStoreUnavailable('the event store is closed');
  }
}
