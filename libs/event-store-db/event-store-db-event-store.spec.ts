import { eventStoreContract } from '../../test/support/event-store-contract';
import { StubServer, type StubMode } from '../../test/support/event-store-db';
import { EventStoreDbEventStore } from '#event-store-db';

describe.each<StubMode>(['23.10', '24.2'])('On a server of %s', (mode) => {
  eventStoreContract('the event store in EventStoreDB', async () => {
    const server = await StubServer.started({ mode });
    return {
      store: new EventStoreDbEventStore(server.connectionString),
      release: () => server.stop(),
    };
  });
});
