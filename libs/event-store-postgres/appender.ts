import { setImmediate } from 'node:timers/promises';
import { DatabaseError, type ClientConfig } from 'pg';
import { EventStoreUnavailable, InvalidAppend, WrongExpectedRevision } from '#event-sourcing';
import { appendBatch, type Verdict } from './append-batch';
import { asStoreFailure, isTransient } from './failures';
import type { PendingAppend } from './pending-append';
import { ReconnectingClient } from './reconnecting-client';
import { backoff } from './backoff';
import type { EarlierAppends } from './earlier-appends';

const MAX_APPENDS = 256;
const MAX_BYTES = 4 * 1_048_576;

/**
 * The single writer of this process. What waits while one transaction is under way is grouped into the next: one
 * commit for all, and one connection that is faster than any number of them.
 */
export class Appender {
  private readonly connection: ReconnectingClient;
  private waiting: PendingAppend[] = [];
  private working: Promise<void> | undefined;

  constructor(
    config: ClientConfig,
    private readonly earlier: EarlierAppends,
    /** How long an append is tried again while the database does not answer, in milliseconds. */
    private readonly patience: number,
    private readonly onCommit: () => void,
  ) {
    this.connection = new ReconnectingClient(config);
  }

  add(append: PendingAppend): void {
    this.waiting.push(append);
    this.working ??= this.work().finally(() => (this.working = undefined));
  }

  /** After everything that waits is done. */
  async close(): Promise<void> {
    await this.working;
    await this.connection.discard();
  }

  private async work(): Promise<void> {
    while (this.waiting.length > 0) {
      // Callers that the last commit woke get the chance to join this one.
      await setImmediate();
      await this.record(this.takeBatch(), Date.now() + this.patience);
    }
  }

  /** In the order they came; of several appends to one stream only the first. */
  private takeBatch(): PendingAppend[] {
    const batch: PendingAppend[] = [];
    const later: PendingAppend[] = [];
    const streams = new Set<string>();
    let bytes = 0;
    for (const append of this.waiting) {
      const fits = batch.length < MAX_APPENDS && (bytes + append.bytes <= MAX_BYTES || batch.length === 0);
      if (!fits || streams.has(append.stream)) later.push(append);
      else {
        batch.push(append);
        bytes += append.bytes;
      }
      streams.add(append.stream);
    }
    this.waiting = later;
    return batch;
  }

  private async record(batch: readonly PendingAppend[], deadline: number): Promise<void> {
    let left = batch;
    for (let attempt = 0; left.length > 0; attempt++) {
      try {
        if (attempt > 0) left = await this.withoutRecorded(left);
        return await this.settle(left, await appendBatch(await this.connection.get(), left));
      } catch (error) {
        if (!isTransient(error)) return this.isolate(left, error, deadline);
        await this.connection.discard();
        if (Date.now() >= deadline) return rejectAll(left, error);
        await backoff(attempt);
      }
    }
  }

  private async settle(batch: readonly PendingAppend[], verdicts: readonly Verdict[]): Promise<void> {
    if (verdicts.some(({ accepted }) => accepted)) this.onCommit();
    await Promise.all(
      batch.map(async (append, index) => {
        const verdict = verdicts[index];
        if (verdict === undefined)
          return append.reject(new Error('the database did not decide on an append'));
        if (verdict.accepted) return append.resolve(verdict.appended);
        return this.refuse(append, verdict.actual);
      }),
    );
  }

  /**
   * What an attempt without an answer may have recorded. A conflict tells for appends at a known revision; those at
   * `any` revision would be recorded again, so they are looked for first.
   */
  private async withoutRecorded(batch: readonly PendingAppend[]): Promise<readonly PendingAppend[]> {
    const left: PendingAppend[] = [];
    for (const append of batch) {
      const recorded = append.expected === 'any' ? await this.earlier.find(append) : undefined;
      if (recorded === undefined) left.push(append);
      else append.resolve(recorded);
    }
    return left;
  }

  /** Either somebody else was first, or this very append was: a repetition answers as the first time. */
  private async refuse(append: PendingAppend, actual: number): Promise<void> {
    try {
      const earlier = await this.earlier.find(append);
      if (earlier === undefined)
        append.reject(new WrongExpectedRevision(append.stream, append.expected, actual));
      else append.resolve(earlier);
    } catch (error) {
      append.reject(asStoreFailure(error));
    }
  }

  /** One append that the database cannot take must not fail the others. */
  private async isolate(batch: readonly PendingAppend[], error: unknown, deadline: number): Promise<void> {
    const [only, ...others] = batch;
    if (only !== undefined && others.length === 0) return only.reject(asInvalid(error));
    for (const append of batch) await this.record([append], deadline);
  }
}

const rejectAll = (batch: readonly PendingAppend[], cause: unknown): void => {
  for (const { reject } of batch)
    reject(new EventStoreUnavailable('the database did not take the events', { cause }));
};

/** Classes of SQLSTATE that speak of the data: data exceptions (22) and program limits (54). */
const asInvalid = (error: unknown): unknown =>
  error instanceof DatabaseError && ['22', '54'].includes(error.code?.slice(0, 2) ?? '')
    ? new InvalidAppend('the database cannot hold these events', { cause: error })
    : error;
