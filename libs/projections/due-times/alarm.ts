import { setTimeout } from 'node:timers/promises';

/** Rings when the earliest of the times has come that it was set to, or after the longest nap. */
export class Alarm {
  /** By the clock that never jumps. */
  private ringsAt = Infinity;

  constructor(private readonly longestNap: number) {}

  /** `now` is by the clock that `time` is by. */
  set(time: Date, now: Date): void {
    const wait = Math.min(Math.max(0, time.getTime() - now.getTime()), this.longestNap);
    this.ringsAt = Math.min(this.ringsAt, performance.now() + wait);
  }

  /** Whether it rang, which it does once; false when something else came about before. */
  async ringsBefore(other: Promise<unknown>): Promise<boolean> {
    const waiting = new AbortController();
    try {
      const rang = await Promise.race([this.rings(waiting.signal), other.then(() => false)]);
      if (rang) this.ringsAt = Infinity;
      return rang;
    } finally {
      waiting.abort();
    }
  }

  private async rings(signal: AbortSignal): Promise<boolean> {
    if (this.ringsAt === Infinity) return new Promise<never>(() => {});
    // Timers may be early by a part of a millisecond.
    while (!signal.aborted && performance.now() < this.ringsAt)
      await setTimeout(this.ringsAt - performance.now(), undefined, { signal }).catch(() => {});
    return !signal.aborted;
  }
}
