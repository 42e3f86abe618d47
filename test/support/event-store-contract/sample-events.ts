import { randomUUID } from 'node:crypto';
import type {
  EventBatch,
  EventStore,
  EventToAppend,
  RecordedEvent,
  SubscriptionOptions,
} from '#event-sourcing';

export const newStream = (category = 'thing'): string => `${category}-${randomUUID()}`;

export const newEvent = (parts: Partial<EventToAppend> = {}): EventToAppend => ({
  id: randomUUID(),
  type: 'ThingHappened',
  data: '{"n":1}',
  metadata: '{"schema":1}',
  ...parts,
});

export const newEvents = (count: number): EventToAppend[] => Array.from({ length: count }, () => newEvent());

export const idsOf = (events: readonly { readonly id: string }[]): string[] => events.map(({ id }) => id);

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

export const readStream = (store: EventStore, stream: string): Promise<RecordedEvent[]> =>
  all(store.readStream(stream));

/** Every batch that a subscription delivers, up to and with the first that is enough. */
export async function batchesUntil(
  store: EventStore,
  options: Omit<SubscriptionOptions, 'signal'>,
  isEnough: (batch: EventBatch) => boolean | Promise<boolean>,
): Promise<EventBatch[]> {
  const ending = new AbortController();
  const batches: EventBatch[] = [];
  for await (const batch of store.subscribe({ ...options, signal: ending.signal })) {
    batches.push(batch);
    if (await isEnough(batch)) ending.abort();
  }
  return batches;
}

export const eventsOf = (batches: readonly EventBatch[]): RecordedEvent[] =>
  batches.flatMap(({ events }) => [...events]);
