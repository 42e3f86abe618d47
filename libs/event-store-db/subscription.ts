import { backoff, type EventBatch, type SubscriptionOptions } from '#event-sourcing';
import { isTransient } from './failures';
import { Following, type Parts } from './following';

/**
 * Everything after a position, and then what comes. What fails, or ends as if all were said, is begun anew from where
 * it was: a subscription ends by its signal and in no other way.
 */
export async function* subscription(parts: Parts, options: SubscriptionOptions): AsyncGenerator<EventBatch> {
  const { signal, after } = options;
  let [position, caughtUp] = [after, false];
  for await (const batch of uninterrupted(parts, options)) {
    const isNews = batch.position > position || batch.caughtUp !== caughtUp;
    ({ position, caughtUp } = batch);
    if (isNews) yield batch;
    if (signal.aborted) return;
  }
}

async function* uninterrupted(parts: Parts, options: SubscriptionOptions): AsyncGenerator<EventBatch> {
  const { signal } = options;
  let position = options.after;
  for (let failures = 0; !signal.aborted; failures++) {
    try {
      for await (const batch of new Following(parts, options, position).batches()) {
        failures = 0;
        ({ position } = batch);
        yield batch;
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!isTransient(error)) throw error;
    }
    await backoff(failures, signal);
  }
}
