import { StubServer, type StubOptions } from '../../test/support/event-store-db';
import { EventStoreDbEventStore, type EventStoreDbEventStoreOptions } from './event-store-db-event-store';

export interface OnStub {
  readonly server: StubServer;
  /** Closed after the test. */
  open(options?: EventStoreDbEventStoreOptions, connectionString?: string): EventStoreDbEventStore;
}

/** A server for each test, and stores on it. An error or a rejection that nobody handles fails the test. */
export function onStub(options: StubOptions = {}): OnStub {
  let server: StubServer;
  const stores: EventStoreDbEventStore[] = [];
  const unhandled: unknown[] = [];
  const note = (reason: unknown): unknown => unhandled.push(reason);

  beforeEach(async () => {
    process.on('unhandledRejection', note).on('uncaughtException', note);
    server = await StubServer.started(options);
  });
  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.close()));
    await server.stop();
    process.off('unhandledRejection', note).off('uncaughtException', note);
    expect(unhandled.splice(0)).toEqual([]);
  });

  return {
    get server() {
      return server;
    },
    open(storeOptions, connectionString = server.connectionString) {
      const store = new EventStoreDbEventStore(connectionString, storeOptions);
      stores.push(store);
      return store;
    },
  };
}
