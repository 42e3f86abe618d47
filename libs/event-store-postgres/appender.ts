import { setImmediate } from 'node:timers/promises';
import type { ClientConfig } from 'pg';
import { backoff, EventStoreUnavailable, WrongExpectedRevision } from '#event-sourcing';
import { appendBatch, type Verdict } from './append-batch';
import { asAppendFailure, isTransient } from './failures';
import type { PendingAppend } from './pending-append';
import { ReconnectingClient } from './reconnecting-client';

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
    /** How long an append is tried again while the database does not answer, in milliseconds. */
    private readonly patience: number,
    private readonly onCommit: () => void,
  ) {
    this.connection = new ReconnectingClient(config);
  }

  add(append: PendingAppend): void {
    this.waiting.push(append);
    this.working ??= this.work();
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
    // In the same breath as the look at what waits: whoever comes later begins anew.
    this.working = undefined;
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

  /** Attempts whose answer was lost are made again: what they may have recorded is recognised. */
  private async record(batch: readonly PendingAppend[], deadline: number): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        return this.settle(batch, await appendBatch(await this.connection.get(), batch));
      } catch (error) {
        if (!isTransient(error)) return this.isolate(batch, error, deadline);
        await this.connection.discard();
        if (Date.now() >= deadline) return rejectAll(batch, error);
        await backoff(attempt);
      }
    }
  }

  private settle(batch: readonly PendingAppend[], verdicts: readonly Verdict[]): void {
    if (verdicts.some(({ accepted }) => accepted)) this.onCommit();
    batch.forEach(({ stream, expected, resolve, reject }, index) => {
      const verdict = verdicts[index];
      if (verdict?.accepted === true) resolve(verdict.appended);
      else if (verdict !== undefined) reject(new WrongExpectedRevision(stream, expected, verdict.actual));
      else reject(new EventStoreUnavailable('the database did not decide on an append'));
    });
  }

  /** One append that the database cannot take must not fail the others. */
  private async isolate(batch: readonly PendingAppend[], error: unknown, deadline: number): Promise<void> {
    const [only, ...others] = batch;
    if (only !== undefined && others.length === 0) return only.reject(asAppendFailure(error));
    for (const append of batch) await this.record([append], deadline);
  }
}

const rejectAll = (batch: readonly PendingAppend[], cause: unknown): void => {
  for (const { reject } of batch)
    reject(new EventStoreUnavailable('the database did not take the events', { cause }));
};
