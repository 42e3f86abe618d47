import { eventStoreContract } from '../../test/support/event-store-contract';
import { InMemoryEventStore } from '../../test/support/in-memory-event-store';

eventStoreContract('The event store in memory', () =>
  Promise.resolve({ store: new InMemoryEventStore(), release: () => Promise.resolve() }),
);
