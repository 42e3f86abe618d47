import { randomInt } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { WrongExpectedRevision, type EventStore, type Position } from '#event-sourcing';
import {
  all,
  batchesUntil,
  eventsOf,
  idsOf,
  newEvent,
  newEvents,
  newStream,
  readStream,
} from './sample-events';

const WRITERS = 16;
const APPENDS = 30;
const READERS = 10;

export function concurrencyContract(store: () => EventStore): void {
  describe('at the same time', () => {
    it('exactly one of many appends at one revision wins, and the others learn the revision', async () => {
      const stream = newStream();
      await store().append(stream, 'none', [newEvent()]);
      const results = await Promise.allSettled(
        Array.from({ length: 20 }, () => store().append(stream, 0, newEvents(2))),
      );
      const lost = results
        .filter((result) => result.status === 'rejected')
        .map(({ reason }) => reason as unknown);
      expect(lost).toHaveLength(19);
      for (const reason of lost) {
        expect(reason).toBeInstanceOf(WrongExpectedRevision);
        expect(reason).toMatchObject({ expected: 0, actual: 2 });
      }
      expect(await readStream(store(), stream)).toHaveLength(3);
    });

    it('appends to different streams are all recorded, each whole', async () => {
      const { position: after } = await store().head();
      const appends = Array.from({ length: 50 }, (_, n) => ({
        stream: newStream(),
        events: newEvents(1 + (n % 3)),
      }));
      await Promise.all(appends.map(({ stream, events }) => store().append(stream, 'none', events)));
      for (const { stream, events } of appends)
        expect(idsOf(await readStream(store(), stream))).toEqual(idsOf(events));
      const log = await all(store().readAll(after));
      expect(log).toHaveLength(appends.flatMap(({ events }) => events).length);
    });

    it('appends to one stream at any revision are all recorded, none between the events of another', async () => {
      const stream = newStream();
      const appends = Array.from({ length: 30 }, () => newEvents(3));
      await Promise.all(appends.map((events) => store().append(stream, 'any', events)));
      const ids = idsOf(await readStream(store(), stream));
      expect(ids).toHaveLength(90);
      for (const events of appends) {
        const start = ids.indexOf(events[0]?.id ?? '');
        expect(ids.slice(start, start + 3)).toEqual(idsOf(events));
      }
    });

    it('no reader misses an event, wherever and whenever it begins', async () => {
      const { position: start } = await store().head();
      const passed: Position[] = [start];
      const writing = Promise.all(
        Array.from({ length: WRITERS }, async () => {
          for (let n = 0; n < APPENDS; n++) {
            const { position } = await store().append(newStream(), 'none', newEvents(randomInt(1, 4)));
            passed.push(position);
          }
        }),
      );
      const end = writing.then(() => store().append(newStream(), 'none', [newEvent()]));
      const reading = Array.from({ length: READERS }, async () => {
        await setTimeout(randomInt(0, 40));
        const after = passed[randomInt(0, passed.length)] ?? start;
        const options = { after, batchSize: randomInt(1, 50) };
        const batches = await batchesUntil(store(), options, async ({ caughtUp, position }) =>
          caughtUp && (await hasEnded(writing)) ? position >= (await end).position : false,
        );
        return { after, delivered: idsOf(eventsOf(batches)) };
      });
      const readers = await Promise.all(reading);
      for (const { after, delivered } of readers)
        expect(delivered).toEqual(idsOf(await all(store().readAll(after))));
      expect(passed).toHaveLength(1 + WRITERS * APPENDS);
    });
  });
}

/** Without waiting for it. */
const hasEnded = (work: Promise<unknown>): Promise<boolean> =>
  Promise.race([work.then(() => true), setTimeout(0, false)]);
