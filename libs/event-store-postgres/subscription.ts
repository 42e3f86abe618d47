import { backoff, type EventBatch, type Position, type SubscriptionOptions } from '#event-sourcing';
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
  const { signal } = options;
  let position = options.after;
  let caughtUp = false;
  for await (const { page, heard } of pages(reader, bell, options)) {
    // A full page may have been the last one, which only the empty page after it tells.
    const isNews = page.position > position || page.isLast !== caughtUp;
    position = page.position;
    caughtUp = page.isLast;
    if (isNews) yield { events: page.events, position, caughtUp };
    if (caughtUp) await bell.wait(heard, signal);
  }
}

interface HeardPage {
  readonly page: LogPage;
  /** How often the bell had rung before the page was read. */
  readonly heard: number;
}

/** Page after page until the signal; the same end again and again where the log has one. */
async function* pages(
  reader: LogReader,
  bell: Bell,
  { after, signal, filter, batchSize = BATCH }: SubscriptionOptions,
): AsyncGenerator<HeardPage> {
  const read = async (from: Position): Promise<HeardPage | undefined> => {
    const heard = bell.heard();
    const page = await persistently(signal, () => reader.page(from, batchSize, filter));
    return page === undefined || signal.aborted ? undefined : { page, heard };
  };
  let ahead: Promise<HeardPage | undefined> | undefined;
  for (let position = after; ;) {
    const found = await (ahead ?? read(position));
    if (found === undefined) return;
    position = found.page.position;
    ahead = found.page.isLast ? undefined : read(position);
    // Its failure is met when it is its turn; until then nobody looks.
    ahead?.catch(() => {});
    yield found;
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
