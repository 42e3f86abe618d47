import { setTimeout } from 'node:timers/promises';

const FIRST = 20;
const LONGEST = 1_000;

/** Waits a little longer after every attempt, at a random point so that processes do not come back all at once. */
export async function backoff(attempt: number, signal?: AbortSignal): Promise<void> {
  const longest = Math.min(LONGEST, FIRST * 2 ** attempt);
  const options = signal === undefined ? {} : { signal };
  await setTimeout(longest / 2 + (Math.random() * longest) / 2, undefined, options).catch(() => {});
}
