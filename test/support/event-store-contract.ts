import type { EventStore } from '#event-sourcing';
import { appendingContract } from './event-store-contract/appending';
import { closingContract } from './event-store-contract/closing';
import { concurrencyContract } from './event-store-contract/concurrency';
import { conflictContract } from './event-store-contract/conflicts';
import { copyingContract } from './event-store-contract/copying';
import { readingContract } from './event-store-contract/reading';
import { repetitionContract } from './event-store-contract/repetition';
import { subscribingContract } from './event-store-contract/subscribing';

export interface OpenedStore {
  readonly store: EventStore;
  /** Removes what the store was made on, after the store was closed. */
  release(): Promise<void>;
}

/** What every event store promises. The log may hold other events already, and none of the tests needs it for itself. */
export function eventStoreContract(name: string, open: () => Promise<OpenedStore>): void {
  describe(`${name} keeps the contract of event stores:`, () => {
    let opened: OpenedStore;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(async () => {
      await opened.store.close();
      await opened.release();
    });
    const store = (): EventStore => opened.store;

    appendingContract(store);
    conflictContract(store);
    repetitionContract(store);
    readingContract(store);
    subscribingContract(store);
    copyingContract(store);
    concurrencyContract(store);
    closingContract(open);
  });
}
