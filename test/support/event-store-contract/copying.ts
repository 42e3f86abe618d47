import { setTimeout } from 'node:timers/promises';
import { copyOf, type EventStore, type Position, type RecordedEvent } from '#event-sourcing';
import { all, batchesUntil, eventsOf, newEvent, newStream, readStream } from './sample-events';

const METADATA = '{"observedAt":"2026-01-01T00:00:00.000Z","reason":"\\"why\\"","schema":1}';

export function copyingContract(store: () => EventStore): void {
  describe('an event that was copied from another log', () => {
    /** It was recorded there just after everything that this log holds, which by now is a moment ago. */
    const copied = async (): Promise<{ readonly before: Position; readonly original: RecordedEvent }> => {
      const { position, recordedAt } = await store().append(newStream(), 'none', [newEvent()]);
      await setTimeout(20);
      const stream = newStream();
      const original = {
        ...{ ...newEvent({ metadata: METADATA }), stream, revision: 0, position },
        recordedAt: new Date(recordedAt.getTime() + 1),
      };
      const appended = await store().append(stream, 'none', [copyOf(original)]);
      expect(appended.recordedAt).toEqual(original.recordedAt);
      return { before: position, original: { ...original, position: appended.position } };
    };

    it('is read as it was there, bytes and time, by every way of reading', async () => {
      const { before: after, original } = await copied();
      expect(await readStream(store(), original.stream)).toEqual([original]);
      expect(await all(store().readStream(original.stream, { direction: 'backwards' }))).toEqual([original]);
      const [next] = await all(store().readAll(after));
      expect(next).toEqual(original);
      const filter = { streamPrefixes: [original.stream] };
      for (const options of [{ after }, { after, filter }]) {
        const [read] = eventsOf(await batchesUntil(store(), options, ({ events }) => events.length > 0));
        expect(read).toEqual(original);
      }
    });

    it('is recorded once, and answered the same, when it is appended again', async () => {
      const { original } = await copied();
      const again = await store().append(original.stream, 'none', [copyOf(original)]);
      expect(again).toMatchObject({ position: original.position, recordedAt: original.recordedAt });
      expect(await readStream(store(), original.stream)).toHaveLength(1);
    });

    it('is followed by events whose time is the store’s own', async () => {
      const { original } = await copied();
      const head = await store().head();
      const { recordedAt } = await store().append(original.stream, 0, [newEvent()]);
      expect(recordedAt.getTime()).toBeGreaterThan(head.at.getTime());
      expect(recordedAt.getTime()).toBeGreaterThan(original.recordedAt.getTime());
    });
  });
}
