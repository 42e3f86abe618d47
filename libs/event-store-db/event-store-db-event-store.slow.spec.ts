import { eventStoreContract } from '../../test/support/event-store-contract';
import { StubServer, type StubMode } from '../../test/support/event-store-db';
import { EventStoreDbEventStore } from '#event-store-db';

const real = process.env['EVENTSTOREDB_URL'];

/** Where no EventStoreDB runs, a server of our own answers as those of two versions do. */
if (real === undefined)
  describe.each<StubMode>(['23.10', '24.2'])('on a server like %s,', (mode) => {
    eventStoreContract('the event store in EventStoreDB', async () => {
      const server = await StubServer.started({ mode });
      const store = new EventStoreDbEventStore(server.connectionString);
      return { store, release: () => server.stop() };
    });
  });
else
  eventStoreContract('the event store in a real EventStoreDB', () =>
    Promise.resolve({ store: new EventStoreDbEventStore(real), release: () => Promise.resolve() }),
  );
