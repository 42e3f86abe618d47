import { setTimeout } from 'node:timers/promises';
import { BEGINNING, type EventStore, type Position } from '#event-sourcing';
import { all, batchesUntil, eventsOf, idsOf, newEvent, newEvents, newStream } from './sample-events';

export function subscribingContract(store: () => EventStore): void {
  const head = async (): Promise<Position> => (await store().head()).position;

  describe('subscribing', () => {
    it('first delivers what is there, then says that it caught up, then delivers what comes', async () => {
      const after = await head();
      const [old, live] = [newEvents(3), newEvents(2)];
      await store().append(newStream(), 'none', old);
      let appending: Promise<unknown> | undefined;
      const batches = await batchesUntil(store(), { after }, ({ caughtUp, events }) => {
        if (caughtUp) appending ??= store().append(newStream(), 'none', live);
        return events.some(({ id }) => id === live[1]?.id);
      });
      await appending;
      expect(idsOf(eventsOf(batches))).toEqual(idsOf([...old, ...live]));
      expect(batches.at(-1)?.position).toBe(eventsOf(batches).at(-1)?.position);
    });

    it.each([1, 2, 3, 6, 7])('says that it caught up with 6 events in batches of %p', async (batchSize) => {
      const after = await head();
      const events = newEvents(6);
      await store().append(newStream(), 'none', events);
      const batches = await batchesUntil(store(), { after, batchSize }, ({ caughtUp }) => caughtUp);
      expect(idsOf(eventsOf(batches))).toEqual(idsOf(events));
      expect(Math.max(...batches.map((batch) => batch.events.length))).toBeLessThanOrEqual(batchSize);
    });

    it('says that it caught up where nothing is', async () => {
      const after = await head();
      const batches = await batchesUntil(store(), { after }, ({ caughtUp }) => caughtUp);
      expect(batches).toMatchObject([{ events: [], caughtUp: true }]);
      // A store may have passed over what it shows to nobody.
      expect(batches[0]?.position).toBeGreaterThanOrEqual(after);
    });

    it('from the beginning delivers what reading the log gives', async () => {
      const [batches, log] = await Promise.all([
        batchesUntil(store(), { after: BEGINNING }, ({ caughtUp }) => caughtUp),
        all(store().readAll(BEGINNING)),
      ]);
      expect(eventsOf(batches)).toEqual(log);
    });

    it('lets pass the listed types and the streams with one of the prefixes, in the order of the log', async () => {
      const after = await head();
      const category = newStream('category');
      const passing = [newEvent(), newEvent({ type: 'OtherThingHappened' }), newEvent()];
      await store().append(`${category}-1`, 'none', [passing[0] ?? newEvent()]);
      await store().append(newStream(), 'none', [newEvent(), passing[1] ?? newEvent(), newEvent()]);
      await store().append(`${category}%`, 'none', [passing[2] ?? newEvent()]);
      const filter = { types: ['OtherThingHappened', 'Unheard'], streamPrefixes: [category, 'nowhere-'] };
      const batches = await batchesUntil(store(), { after, filter }, ({ caughtUp }) => caughtUp);
      expect(idsOf(eventsOf(batches))).toEqual(idsOf(passing));
    });

    it('goes on in its position over events that do not pass', async () => {
      const after = await head();
      const filter = { types: ['Unheard'] };
      const first = await store().append(newStream(), 'none', newEvents(5));
      let last: Promise<{ position: Position }> | undefined;
      const batches = await batchesUntil(store(), { after, filter, batchSize: 2 }, async ({ position }) => {
        if (position >= first.position) last ??= store().append(newStream(), 'none', newEvents(2));
        return last !== undefined && position >= (await last).position;
      });
      expect(eventsOf(batches)).toEqual([]);
      expect(batches.at(-1)?.position).toBe((await last)?.position);
    });

    it('looks at every event only once', async () => {
      const after = await head();
      const events = newEvents(40);
      const batches = batchesUntil(store(), { after, batchSize: 7 }, (batch) =>
        batch.events.some(({ id }) => id === events.at(-1)?.id),
      );
      for (const event of events) await store().append(newStream(), 'none', [event]);
      expect(idsOf(eventsOf(await batches))).toEqual(idsOf(events));
    });

    it('waits for a slow consumer and skips nothing', async () => {
      const after = await head();
      const events = newEvents(30);
      const slow = batchesUntil(store(), { after, batchSize: 5 }, async (batch) => {
        await setTimeout(20);
        return batch.events.some(({ id }) => id === events.at(-1)?.id);
      });
      await Promise.all(events.slice(0, -1).map((event) => store().append(newStream(), 'none', [event])));
      await store().append(newStream(), 'none', events.slice(-1));
      const delivered = idsOf(eventsOf(await slow));
      expect(delivered.toSorted()).toEqual(idsOf(events).toSorted());
      expect(delivered.at(-1)).toBe(events.at(-1)?.id);
    });

    it('ends by its signal while it waits', async () => {
      const ending = new AbortController();
      const subscription = store().subscribe({ after: await head(), signal: ending.signal });
      const iterator = subscription[Symbol.asyncIterator]();
      expect(await iterator.next()).toMatchObject({ done: false, value: { caughtUp: true } });
      const next = iterator.next();
      ending.abort();
      expect(await next).toEqual({ done: true, value: undefined });
    });

    it('ends by its signal in the middle of the log', async () => {
      await store().append(newStream(), 'none', newEvents(10));
      const batches = await batchesUntil(store(), { after: BEGINNING, batchSize: 1 }, () => true);
      expect(eventsOf(batches)).toHaveLength(1);
    });

    it('does not begin when its signal was given before', async () => {
      expect(await all(store().subscribe({ after: BEGINNING, signal: AbortSignal.abort() }))).toEqual([]);
    });

    it('may be left in the middle', async () => {
      const { signal } = new AbortController();
      await store().append(newStream(), 'none', newEvents(10));
      for await (const { events } of store().subscribe({ after: BEGINNING, batchSize: 1, signal })) {
        expect(events).toHaveLength(1);
        break;
      }
    });
  });
}
