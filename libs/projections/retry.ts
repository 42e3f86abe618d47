import { setTimeout } from 'node:timers/promises';
import type { Position } from '#event-sourcing';

export interface Pauses {
  /** Milliseconds before the first retry; each further one waits twice as long. */
  readonly first: number;
  readonly longest: number;
}

export const PAUSES: Pauses = { first: 100, longest: 10_000 };

export async function pause(
  { first, longest }: Pauses,
  failures: number,
  signal: AbortSignal,
): Promise<void> {
  await setTimeout(Math.min(longest, first * 2 ** Math.min(failures, 20)), undefined, { signal }).catch(
    () => {},
  );
}

export interface Trying {
  readonly signal: AbortSignal;
  readonly pauses: Pauses;
  /** How far it has got: a failure after some progress counts as the first. */
  readonly position: () => Position;
  readonly fail: (error: unknown) => void;
}

/** Does the work again and again until it is told to stop, after each failure with a pause. */
export async function keepTrying(
  work: () => Promise<void>,
  { signal, pauses, position, fail }: Trying,
): Promise<void> {
  for (let failures = 0; !signal.aborted;) {
    const before = position();
    try {
      await work();
    } catch (error) {
      failures = position() > before ? 0 : failures + 1;
      fail(error);
      await pause(pauses, failures, signal);
    }
  }
}
