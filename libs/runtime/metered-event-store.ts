import type {
  Appended,
  EventBatch,
  EventStore,
  EventToAppend,
  ExpectedRevision,
  Head,
  Position,
  RecordedEvent,
  StreamSlice,
  SubscriptionOptions,
} from '#event-sourcing';
import type { Metrics } from './metrics';

/** Any event store, with its appends measured. */
export class MeteredEventStore implements EventStore {
  constructor(
    private readonly store: EventStore,
    private readonly metrics: Metrics,
  ) {}

  async append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly EventToAppend[],
  ): Promise<Appended> {
    const stop = this.metrics.appends.startTimer();
    try {
      return await this.store.append(stream, expected, events);
    } finally {
      stop();
    }
  }

  logId(): Promise<string> {
    return this.store.logId();
  }

  readStream(stream: string, slice?: StreamSlice): AsyncIterable<RecordedEvent> {
    return this.store.readStream(stream, slice);
  }

  readAll(after: Position): AsyncIterable<RecordedEvent> {
    return this.store.readAll(after);
  }

  subscribe(options: SubscriptionOptions): AsyncIterable<EventBatch> {
    return this.store.subscribe(options);
  }

  head(): Promise<Head> {
    return this.store.head();
  }

  close(): Promise<void> {
    return this.store.close();
  }
}
