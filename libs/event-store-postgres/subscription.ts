import type { EventBatch, SubscriptionOptions } from '#event-sourcing';
import { backoff } from './backoff';
import type { Bell } from './bell';
import { isTransient } from './failures';
import type { LogPage, LogReader } from './log-reader';

const BATCH = 1_000;

/**
 * Pages from a position to the end, then whatever comes. While one batch is handled the next is already read.
 * A database that does not answer is waited for: a subscription ends by its signal and in no other way.
 */
export async function* subscription(
  reader: LogReader,
  bell: Bell,
  options: SubscriptionOptions,
): AsyncGenerator<EventBatch> {
  const { signal, filter, batchSize = BATCH } = options;
  const read = (after: bigint): Promise<LogPage | undefined> =>
    persistently(signal, () => reader.page(after, batchSize, filter));

  let position = options.after;
  let caughtUp = false;
  let ahead: Promise<LogPage | undefined> | undefined;
  while (!signal.aborted) {
    const heard = bell.heard();
    const page = await (ahead ?? read(position));
    if (page === undefined || signal.aborted) return;
    // A full page may have been the last one, which only the empty page after it tells.
    const isNews = page.position > position || page.isLast !== caughtUp;
    position = page.position;
    caughtUp = page.isLast;
    ahead = caughtUp ? undefined : read(position);
    // Its failure is met when it is its turn; until then nobody looks.
    ahead?.catch(() => {});
    if (isNews) yield { events: page.events, position, caughtUp };
    if (caughtUp) await bell.wait(heard, signal);
  }
}

/** `undefined` when the signal came first. */
async function persistently<T>(signal: AbortSignal, attempt: () => Promise<T>): Promise<T | undefined> {
  for (let failures = 0; !signal.aborted; failures++) {
    try {
      return await attempt();
    } catch (error) {
      if (!isTransient(error)) throw error;
      await backoff(failures, signal);
    }
  }
  return undefined;
}
