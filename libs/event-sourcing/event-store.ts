/** Where an event stands in the whole log. Grows in the order of commits; gaps are allowed. Never a JS number. */
export type Position = bigint;

/** Before the first event of every log. */
export const BEGINNING: Position = 0n;

/** Where an event stands in its stream: 0, 1, 2 … */
export type Revision = number;

/** The revision of a stream that holds no event. */
export const NO_REVISION = -1;

/** The revision a stream must have for an append to go through. */
export type ExpectedRevision = Revision | 'none' | 'any';

/** `data` and `metadata` are RFC 8785 canonical JSON: made once, kept byte by byte. `id` is a UUID. */
export interface EventToAppend {
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

export interface RecordedEvent extends EventToAppend {
  readonly stream: string;
  readonly revision: Revision;
  readonly position: Position;
  /**
   * When the store took it, in whole milliseconds; for an event copied from another log, when that one did. Never
   * earlier than that of any event before it in the log.
   */
  readonly recordedAt: Date;
}

/** Where the last event of an append went. */
export interface Appended {
  readonly revision: Revision;
  readonly position: Position;
  readonly recordedAt: Date;
}

export interface StreamSlice {
  /** First revision to read; by default the first (forwards) or the last (backwards) one. */
  readonly from?: Revision;
  readonly direction?: 'forwards' | 'backwards';
  readonly limit?: number;
}

/** An event passes when its type is listed, or its stream starts with one of the prefixes. */
export interface EventFilter {
  readonly types?: readonly string[];
  readonly streamPrefixes?: readonly string[];
}

export interface SubscriptionOptions {
  /** Only events after this position are delivered. */
  readonly after: Position;
  readonly filter?: EventFilter;
  /** Ends the subscription. */
  readonly signal: AbortSignal;
  /** Events in one batch at the most; 1,000 by default. */
  readonly batchSize?: number;
}

export interface EventBatch {
  /** In log order; may be empty when nothing passed the filter. */
  readonly events: readonly RecordedEvent[];
  /** Every event up to here has been looked at. */
  readonly position: Position;
  /** Nothing more was waiting when this batch was read. */
  readonly caughtUp: boolean;
}

export interface Head {
  readonly position: Position;
  /** The store's clock: every event recorded at or before this moment stands at or before `position`. */
  readonly at: Date;
}

/**
 * An append-only log of streams. Two implementations, one contract suite (`test/support/event-store-contract.ts`).
 *
 * - An append of several events is recorded whole or not at all.
 * - Appending the same event ids again at the same expected revision answers as the first time and records nothing.
 *   At `any` this holds only while the events are the last ones of their stream.
 * - A position once passed by any reader never gets an earlier neighbour later.
 * - An event that was copied from another log (`copyOf`) is read as it was there: the same bytes, the same time. Copies
 *   are appended one after the other, in their order, to a log that holds nothing else.
 * - A failure is one of the errors in `event-store-errors.ts`.
 */
export interface EventStore {
  /** Names the log. Positions of one log mean nothing in another. */
  logId(): Promise<string>;
  append(stream: string, expected: ExpectedRevision, events: readonly EventToAppend[]): Promise<Appended>;
  /** A stream that was never written to yields nothing. Reads what was acknowledged before the call, always. */
  readStream(stream: string, slice?: StreamSlice): AsyncIterable<RecordedEvent>;
  /** Every event after a position, in log order, to the end that the log has when the reader gets there. */
  readAll(after: Position): AsyncIterable<RecordedEvent>;
  /** Every event after a position and then what comes; ends only by its signal. Pulls: a slow consumer is waited for. */
  subscribe(options: SubscriptionOptions): AsyncIterable<EventBatch>;
  head(): Promise<Head>;
  close(): Promise<void>;
}
