import {
  backoff,
  BEGINNING,
  NO_REVISION,
  type Position,
  type Revision,
  type StreamSlice,
} from '#event-sourcing';
import type { ReadReq } from '@eventstore/db-client/generated/streams_pb';
import type { Connection } from './connection';
import { isTransient } from './failures';
import { logRecordIn, type LogRecord } from './log-record';
import { patiently } from './patience';
import { lastBeforeRequest, logRequest, streamRequest } from './read-request';

/** Reads streams and the log as the server has them. A read that is interrupted goes on where it was. */
export class LogReader {
  constructor(
    private readonly connection: Connection,
    /** How long a read is tried again while nothing comes of it, in milliseconds. */
    private readonly patience: number,
  ) {}

  async *stream(stream: string, slice: StreamSlice): AsyncGenerator<LogRecord> {
    const step = slice.direction === 'backwards' ? -1 : 1;
    let { from } = slice;
    let left = slice.limit ?? Infinity;
    const rest = (): ReadReq | undefined =>
      left > 0 && (from === undefined || from > NO_REVISION)
        ? streamRequest(stream, { ...slice, ...(from === undefined ? {} : { from }), limit: left })
        : undefined;
    for await (const record of this.resuming(rest)) {
      from = record.revision + step;
      left--;
      yield record;
    }
  }

  /** What stands after a position, hidden events too. */
  async *log(after: Position): AsyncGenerator<LogRecord> {
    let position = after;
    // The server begins with the event at the position itself.
    for await (const record of this.resuming(() => logRequest(position))) {
      if (record.position <= position) continue;
      position = record.position;
      yield record;
    }
  }

  first(stream: string): Promise<LogRecord | undefined> {
    return this.one(streamRequest(stream, { limit: 1 }));
  }

  last(stream: string): Promise<LogRecord | undefined> {
    return this.one(streamRequest(stream, { direction: 'backwards', limit: 1 }));
  }

  at(stream: string, revision: Revision): Promise<LogRecord | undefined> {
    return this.one(streamRequest(stream, { from: revision, direction: 'backwards', limit: 1 }));
  }

  /** The last event of the log, or the last before a position. */
  lastBefore(position?: Position): Promise<LogRecord | undefined> {
    return this.one(lastBeforeRequest(position));
  }

  /** The last events before a position, the last one first, hidden events too. Fails where it is interrupted. */
  backwards(before: Position, limit: number): AsyncGenerator<LogRecord> {
    return this.records(lastBeforeRequest(before, limit));
  }

  /**
   * Where a subscription begins that is to miss nothing after a position. Servers skip one event there, whichever it
   * is: if the event at the position was scavenged, they would skip the one after it.
   */
  async startAfter(position: Position): Promise<Position> {
    if (position === BEGINNING) return BEGINNING;
    const next = await this.one(logRequest(position, 1));
    if (next === undefined || next.position === position) return position;
    return (await this.lastBefore(position))?.position ?? BEGINNING;
  }

  private one(request: ReadReq): Promise<LogRecord | undefined> {
    return patiently(this.patience, async () => {
      for await (const record of this.records(request)) return record;
      return undefined;
    });
  }

  /** Asks for the rest again after an interruption, as long as something comes of it now and then. */
  private async *resuming(rest: () => ReadReq | undefined): AsyncGenerator<LogRecord> {
    let deadline = Date.now() + this.patience;
    for (let failures = 0; ; failures++) {
      const request = rest();
      if (request === undefined) return;
      try {
        for await (const record of this.records(request)) {
          yield record;
          deadline = Date.now() + this.patience;
          failures = 0;
        }
        return;
      } catch (error) {
        if (!isTransient(error) || Date.now() >= deadline) throw error;
        await backoff(failures);
      }
    }
  }

  private async *records(request: ReadReq): AsyncGenerator<LogRecord> {
    const messages = await this.connection.read(request);
    try {
      for (;;) {
        const responses = await messages.next(this.connection.timeLimit);
        if (responses === undefined) return;
        yield* responses.map(logRecordIn).filter((record) => record !== undefined);
      }
    } finally {
      messages.cancel();
    }
  }
}
