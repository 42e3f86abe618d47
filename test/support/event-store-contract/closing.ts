import { BEGINNING, EventStoreUnavailable, type EventStore } from '#event-sourcing';
import type { OpenedStore } from '../event-store-contract';
import { all, newEvent, newStream } from './sample-events';

export function closingContract(open: () => Promise<OpenedStore>): void {
  describe('a closed store', () => {
    let opened: OpenedStore;
    let store: EventStore;
    beforeEach(async () => {
      opened = await open();
      store = opened.store;
    });
    afterEach(async () => {
      await store.close();
      await opened.release();
    });

    it('has recorded what it was asked to before', async () => {
      const appends = Array.from({ length: 10 }, () => store.append(newStream(), 'any', [newEvent()]));
      await store.close();
      const statuses = (await Promise.allSettled(appends)).map(({ status }) => status);
      expect(statuses).toEqual(appends.map(() => 'fulfilled'));
    });

    it('has ended its subscriptions', async () => {
      const { signal } = new AbortController();
      const iterator = store.subscribe({ after: BEGINNING, signal })[Symbol.asyncIterator]();
      await iterator.next();
      const next = iterator.next();
      await store.close();
      expect(await next).toEqual({ done: true, value: undefined });
    });

    it('refuses whatever it is asked', async () => {
      await store.close();
      const { signal } = new AbortController();
      for (const asked of [
        () => store.append(newStream(), 'any', [newEvent()]),
        () => all(store.readStream(newStream())),
        () => all(store.readAll(BEGINNING)),
        () => all(store.subscribe({ after: BEGINNING, signal })),
        () => store.head(),
      ])
        await expect(asked()).rejects.toThrow(EventStoreUnavailable);
    });

    it('may be closed again', async () => {
      await store.close();
      await expect(store.close()).resolves.toBeUndefined();
    });
  });
}
