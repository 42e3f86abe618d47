import { setTimeout } from 'node:timers/promises';

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
