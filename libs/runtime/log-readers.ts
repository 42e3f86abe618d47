import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { ReaderStatus } from '#projections';
import type { ActiveLock } from './active-lock';
import type { Metrics } from './metrics';

/** Something that follows the log in this process: projectors, process managers. It is started once. */
export interface LogReader {
  status(): ReaderStatus | readonly ReaderStatus[];
  start(): Promise<void>;
  /** Begins nothing from here on, and finishes what is under way. */
  stop(): Promise<void>;
}

/** Of the processes that could follow the log, one does; the others stand by for it. */
export type Standing = 'active' | 'standby';

/** Milliseconds between two looks at whether it is our turn. */
const LOOK_EVERY = 1_000;

/** A process whose session was ended by somebody hears of it a moment after we do. Milliseconds. */
const HEAD_START = 250;

/**
 * What follows the log in this process, while it holds the lock: from its start, or from the moment on when the process
 * that had it is gone. Whoever loses the lock stops at once, and stands by. Readers of two processes at the same time
 * would do no harm, as each position is committed under a lock of its own; this is so that they need not work twice.
 */
export class LogReaders {
  private make: (() => readonly LogReader[]) | undefined;
  private readers: readonly LogReader[] = [];
  private readonly stopping = new AbortController();
  private working: Promise<void> = Promise.resolve();
  private trouble: string | undefined;

  constructor(
    private readonly lock: ActiveLock,
    private readonly logger: Logger,
    private readonly metrics: Metrics,
  ) {}

  /** Says what follows the log. They are made anew every time that it is this process's turn. */
  follow(make: () => readonly LogReader[]): void {
    this.make = make;
  }

  /** Undefined where another kind of process does it. */
  standing(): Standing | undefined {
    if (this.make === undefined) return undefined;
    return this.readers.length > 0 ? 'active' : 'standby';
  }

  statuses(): readonly ReaderStatus[] {
    return this.readers.flatMap((reader) => reader.status());
  }

  /** Answers once they run, or as soon as it is clear that another process is active. Throws when they cannot start. */
  async start(): Promise<void> {
    if (this.make === undefined) return;
    const lost = await this.lock.take();
    this.show();
    if (lost === undefined) this.logger.info('standing by: another process follows the log');
    else await this.begin(lost);
    this.working = this.takeTurns(lost);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.working;
    await this.end();
  }

  private async takeTurns(held: AbortSignal | undefined): Promise<void> {
    const { signal } = this.stopping;
    for (let lost = held; !signal.aborted; lost = await this.nextTurn()) {
      if (lost === undefined) continue;
      await over(AbortSignal.any([lost, signal]));
      if (signal.aborted) return;
      this.logger.warn('the lock is lost: this process no longer follows the log, and stands by');
      await this.end();
    }
  }

  /** Undefined when it has not come yet. */
  private async nextTurn(): Promise<AbortSignal | undefined> {
    const { signal } = this.stopping;
    await setTimeout(LOOK_EVERY, undefined, { signal }).catch(() => {});
    if (signal.aborted) return undefined;
    try {
      const lost = await this.lock.take();
      if (lost === undefined) return undefined;
      await setTimeout(HEAD_START, undefined, { signal }).catch(() => {});
      await this.begin(lost);
      this.metrics.takeovers.inc();
      this.trouble = undefined;
      return lost;
    } catch (error) {
      this.complain(error);
      return undefined;
    }
  }

  private async begin(lost: AbortSignal): Promise<void> {
    this.readers = this.make?.() ?? [];
    try {
      for (const reader of this.readers) if (!lost.aborted) await reader.start();
    } catch (error) {
      await this.end();
      throw error;
    }
    this.logger.info('active: this process follows the log');
    this.show();
  }

  /** The lock is given back when nothing is under way any more. */
  private async end(): Promise<void> {
    await Promise.all(this.readers.map((reader) => reader.stop()));
    this.readers = [];
    await this.lock.release();
    this.show();
  }

  /** Once for as long as the trouble is the same. */
  private complain(error: unknown): void {
    const words = error instanceof Error ? error.message : String(error);
    if (words !== this.trouble) this.logger.error({ err: error }, 'this process cannot follow the log');
    this.trouble = words;
  }

  private show(): void {
    if (this.make === undefined) return;
    for (const state of ['active', 'standby'] as const)
      this.metrics.standing.set({ state }, this.standing() === state ? 1 : 0);
  }
}

const over = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
