import { BEGINNING, type EventStore, type RecordedEvent } from '#event-sourcing';
import { all, idsOf, newEvent, newEvents, newStream, readStream } from './sample-events';

export function readingContract(store: () => EventStore): void {
  describe('reading a stream', () => {
    const stream = newStream();
    const events = newEvents(5);
    beforeAll(() => store().append(stream, 'none', events));

    it('gives its events in order, each as it was appended', async () => {
      const read = await readStream(store(), stream);
      expect(read).toEqual(
        events.map((event, revision) => ({
          ...event,
          stream,
          revision,
          position: expect.any(BigInt) as bigint,
          recordedAt: expect.any(Date) as Date,
        })),
      );
    });

    it.each([
      [{ direction: 'forwards' }, [0, 1, 2, 3, 4]],
      [{ from: 3 }, [3, 4]],
      [{ from: 1, limit: 2 }, [1, 2]],
      [{ from: 5 }, []],
      [{ limit: 0 }, []],
      [{ direction: 'backwards' }, [4, 3, 2, 1, 0]],
      [{ direction: 'backwards', from: 2 }, [2, 1, 0]],
      [{ direction: 'backwards', limit: 1 }, [4]],
      [{ direction: 'backwards', from: 3, limit: 2 }, [3, 2]],
      [{ direction: 'backwards', from: 99, limit: 2 }, [4, 3]],
    ] as const)('%j gives revisions %j', async (slice, revisions) => {
      const read = await all(store().readStream(stream, slice));
      expect(read.map(({ revision }) => revision)).toEqual(revisions);
      expect(idsOf(read)).toEqual(revisions.map((revision) => events[revision]?.id));
    });

    it.each(['forwards', 'backwards'] as const)(
      'that was never written to gives nothing, %s',
      async (direction) => {
        expect(await all(store().readStream(newStream(), { direction }))).toEqual([]);
      },
    );

    it('does not give what stands in a stream whose name begins like its own', async () => {
      await store().append(`${stream}-and-more`, 'none', [newEvent()]);
      expect(await readStream(store(), stream)).toHaveLength(5);
    });

    it('of 10,000 events gives them all, both ways', async () => {
      const long = newStream();
      for (let from = 0; from < 10_000; from += 1_000) await store().append(long, 'any', newEvents(1_000));
      const forwards = await readStream(store(), long);
      const backwards = await all(store().readStream(long, { direction: 'backwards' }));
      expect(forwards.map(({ revision }) => revision)).toEqual(Array.from({ length: 10_000 }, (_, n) => n));
      expect(idsOf(backwards)).toEqual(idsOf(forwards).toReversed());
    });
  });

  describe('reading the log', () => {
    it('gives every event after a position, in the order of their positions', async () => {
      const { position: before } = await store().append(newStream(), 'none', [newEvent()]);
      const batches = Array.from({ length: 5 }, () => newEvents(3));
      for (const events of batches) await store().append(newStream(), 'none', events);
      const read = await all(store().readAll(before));
      expect(idsOf(read)).toEqual(idsOf(batches.flat()));
      expect(isInOrder(read)).toBe(true);
      expect(await all(store().readAll(read.at(-1)?.position ?? before))).toEqual([]);
    });

    it('begins after a position in the middle of an append', async () => {
      const events = newEvents(3);
      const stream = newStream();
      const { position } = await store().append(stream, 'none', events);
      const [, middle] = await readStream(store(), stream);
      expect(idsOf(await all(store().readAll(middle?.position ?? position)))).toEqual([events[2]?.id]);
    });

    it('from the beginning gives the log in order, with times that never go back', async () => {
      const read = await all(store().readAll(BEGINNING));
      expect(read.length).toBeGreaterThan(0);
      expect(isInOrder(read)).toBe(true);
      const times = read.map(({ recordedAt }) => recordedAt.getTime());
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    });

    it('may be left in the middle', async () => {
      await store().append(newStream(), 'none', newEvents(3));
      for await (const { position } of store().readAll(BEGINNING)) {
        expect(position).toBeGreaterThan(BEGINNING);
        break;
      }
      expect(await store().append(newStream(), 'none', [newEvent()])).toMatchObject({ revision: 0 });
    });

    it('always has the same id', async () => {
      expect(await store().logId()).toMatch(/./);
      expect(await store().logId()).toBe(await store().logId());
    });
  });

  describe('the head', () => {
    it('stands at or after everything that was acknowledged before it was asked for', async () => {
      const { position } = await store().append(newStream(), 'none', newEvents(2));
      expect((await store().head()).position).toBeGreaterThanOrEqual(position);
    });

    it('has everything recorded at or before its time at or before its position, under writers too', async () => {
      const before = await store().head();
      const writing = Promise.all(
        Array.from({ length: 8 }, async () => {
          for (let n = 0; n < 15; n++) await store().append(newStream(), 'none', newEvents(2));
        }),
      );
      const heads = [before];
      for (let n = 0; n < 30; n++) heads.push(await store().head());
      await writing;
      const later = await all(store().readAll(before.position));
      expect(later).toHaveLength(240);
      for (const { position, at } of heads) {
        const early = later.filter((event) => event.position > position && event.recordedAt <= at);
        expect(early).toEqual([]);
      }
      expect(heads.map((head) => head.position)).toEqual(
        heads.map((head) => head.position).toSorted((a, b) => Number(a - b)),
      );
    });
  });
}

export const isInOrder = (events: readonly RecordedEvent[]): boolean =>
  events.every(({ position }, index) => position > (events[index - 1]?.position ?? -1n));
