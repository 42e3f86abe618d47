import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import {
  BEGINNING,
  checkAppend,
  EventStoreUnavailable,
  firstRecorded,
  firstRecordedAnswer,
  MAX_APPEND_BYTES,
  NO_REVISION,
  WrongExpectedRevision,
  type Appended,
  type EventBatch,
  type EventFilter,
  type EventStore,
  type EventToAppend,
  type ExpectedRevision,
  type Head,
  type Position,
  type RecordedEvent,
  type StreamSlice,
  type SubscriptionOptions,
} from '#event-sourcing';

export interface InMemoryEventStoreOptions {
  /** Milliseconds since 1970; may jump, as clocks do. */
  readonly now?: () => number;
  readonly maxAppendBytes?: number;
}

/** A clock of one store alone, by which every append has a millisecond of its own. */
export function ticking(): () => number {
  let ticks = 0;
  return () => ++ticks;
}

export interface Failure {
  /** How many appends go through before the one that fails. */
  readonly after?: number;
  /** The events were recorded, and only the answer was lost. */
  readonly recorded?: boolean;
  readonly error?: Error;
}

/** The EventStore port in one array, with what no real store offers: appends that fail exactly where a test wants. */
export class InMemoryEventStore implements EventStore {
  /** Every event in log order: the test's own view, no part of the port. */
  readonly log: RecordedEvent[] = [];
  /** Runs before an append is looked at: whatever happens in it happened first. */
  beforeAppend: ((stream: string) => void | Promise<void>) | undefined;

  private readonly streams = new Map<string, RecordedEvent[]>();
  private readonly id = randomUUID();
  private readonly appends = new EventEmitter().setMaxListeners(0);
  private readonly closing = new AbortController();
  private readonly now: () => number;
  private readonly maxAppendBytes: number;
  private failure: Required<Failure> | undefined;
  private lastRecordedAt = 0;

  constructor({ now = Date.now, maxAppendBytes = MAX_APPEND_BYTES }: InMemoryEventStoreOptions = {}) {
    this.now = now;
    this.maxAppendBytes = maxAppendBytes;
  }

  /** One append fails, the next by default: a crash or a lost answer between two appends. */
  failNext({
    after = 0,
    recorded = false,
    error = new EventStoreUnavailable('lost the store'),
  }: Failure = {}): void {
    this.failure = { after, recorded, error };
  }

  async logId(): Promise<string> {
    this.refuseWhenClosed();
    return Promise.resolve(this.id);
  }

  async append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly EventToAppend[],
  ): Promise<Appended> {
    this.refuseWhenClosed();
    checkAppend(stream, expected, events, this.maxAppendBytes);
    await this.beforeAppend?.(stream);
    const failure = this.takeFailure();
    if (failure?.recorded === false) throw failure.error;
    const appended = this.earlier(stream, expected, events) ?? this.record(stream, expected, events);
    if (failure !== undefined) throw failure.error;
    return appended;
  }

  async *readStream(stream: string, slice: StreamSlice = {}): AsyncGenerator<RecordedEvent> {
    this.refuseWhenClosed();
    await Promise.resolve();
    const { from, direction = 'forwards', limit = Infinity } = slice;
    const events = this.of(stream);
    const ordered =
      direction === 'forwards'
        ? events.filter(({ revision }) => revision >= (from ?? 0))
        : events.filter(({ revision }) => revision <= (from ?? Infinity)).reverse();
    yield* ordered.slice(0, limit);
  }

  async *readAll(after: Position): AsyncGenerator<RecordedEvent> {
    this.refuseWhenClosed();
    await Promise.resolve();
    for (let index = Number(after); index < this.log.length; index++) {
      const event = this.log[index];
      if (event !== undefined) yield event;
    }
  }

  async *subscribe({
    after,
    filter,
    signal,
    batchSize = 1_000,
  }: SubscriptionOptions): AsyncGenerator<EventBatch> {
    this.refuseWhenClosed();
    const until = AbortSignal.any([signal, this.closing.signal]);
    let position = after;
    for (let isFirst = true; !until.aborted; isFirst = false) {
      const batch = this.batch(position, filter, batchSize);
      const isNews = batch.position > position || isFirst;
      position = batch.position;
      if (isNews) yield batch;
      else await once(this.appends, 'append', { signal: until }).catch(() => {});
    }
  }

  async head(): Promise<Head> {
    this.refuseWhenClosed();
    // What is recorded later in this very millisecond stands after the position.
    return Promise.resolve({ position: BigInt(this.log.length), at: new Date(this.now() - 1) });
  }

  async close(): Promise<void> {
    this.closing.abort();
    return Promise.resolve();
  }

  private takeFailure(): Required<Failure> | undefined {
    if (this.failure === undefined) return undefined;
    const { after, ...rest } = this.failure;
    this.failure = after > 0 ? { after: after - 1, ...rest } : undefined;
    return after > 0 ? undefined : { after, ...rest };
  }

  private of(stream: string): readonly RecordedEvent[] {
    return this.streams.get(stream) ?? [];
  }

  private revisionOf(stream: string): number {
    return this.of(stream).at(-1)?.revision ?? NO_REVISION;
  }

  /** The same event ids where they would have gone: a repetition answers as the first time. */
  private earlier(
    stream: string,
    expected: ExpectedRevision,
    events: readonly EventToAppend[],
  ): Appended | undefined {
    const first = expected === 'any' ? this.revisionOf(stream) - events.length : expected;
    const from = first === 'none' ? 0 : first + 1;
    const there = this.of(stream).slice(Math.max(from, 0));
    return events.every(({ id }, index) => there[index]?.id === id.toLowerCase())
      ? there[events.length - 1]
      : undefined;
  }

  private record(stream: string, expected: ExpectedRevision, events: readonly EventToAppend[]): Appended {
    const actual = this.revisionOf(stream);
    const wanted = expected === 'none' ? NO_REVISION : expected;
    if (wanted !== 'any' && wanted !== actual) throw new WrongExpectedRevision(stream, expected, actual);
    this.lastRecordedAt = Math.max(this.lastRecordedAt, this.now());
    const recordedAt = new Date(this.lastRecordedAt);
    const recorded = events.map(({ id, type, data, metadata }, index) =>
      firstRecorded({
        ...{ id: id.toLowerCase(), type, data, metadata, stream, recordedAt },
        revision: actual + 1 + index,
        position: BEGINNING + BigInt(this.log.length + 1 + index),
      }),
    );
    this.log.push(...recorded);
    this.streams.set(stream, [...this.of(stream), ...recorded]);
    this.appends.emit('append');
    const revision = actual + events.length;
    return firstRecordedAnswer({ revision, position: BigInt(this.log.length), recordedAt }, events);
  }

  private batch(after: Position, filter: EventFilter | undefined, size: number): EventBatch {
    const events: RecordedEvent[] = [];
    let position = after;
    for (const event of this.log.slice(Number(after))) {
      if (events.length === size) return { events, position, caughtUp: false };
      if (filter === undefined || passes(event, filter)) events.push(event);
      position = event.position;
    }
    return { events, position, caughtUp: true };
  }

  private refuseWhenClosed(): void {
    if (this.closing.signal.aborted) throw new EventStoreUnavailable('the event store is closed');
  }
}

const passes = ({ type, stream }: RecordedEvent, { types = [], streamPrefixes = [] }: EventFilter): boolean =>
  types.includes(type) || streamPrefixes.some((prefix) => stream.startsWith(prefix));
