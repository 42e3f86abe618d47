import {
  WrongExpectedRevision,
  type Appended,
  type EventStore,
  type ExpectedRevision,
} from '#event-sourcing';
import { idsOf, newEvent, newEvents, newStream, readStream } from './sample-events';

export function repetitionContract(store: () => EventStore): void {
  describe('appending the same events again', () => {
    it.each<[string, ExpectedRevision]>([
      ['none', 'none'],
      ['exactly one', 1],
      ['any', 'any'],
    ])('where %s is expected answers as the first time and records nothing', async (_, expected) => {
      const stream = newStream();
      if (expected !== 'none') await store().append(stream, 'none', newEvents(2));
      const events = newEvents(3);
      const first = await store().append(stream, expected, events);
      const again = await store().append(stream, expected, events);
      expect(placeOf(again)).toEqual(placeOf(first));
      expect(idsOf(await readStream(store(), stream)).slice(-3)).toEqual(idsOf(events));
      expect(await readStream(store(), stream)).toHaveLength(first.revision + 1);
    });

    it.each<[string, ExpectedRevision]>([
      ['none', 'none'],
      ['exactly one', 1],
    ])('where %s is expected does so even after others were appended', async (_, expected) => {
      const stream = newStream();
      if (expected !== 'none') await store().append(stream, 'none', newEvents(2));
      const events = newEvents(2);
      const first = await store().append(stream, expected, events);
      await store().append(stream, first.revision, newEvents(4));
      expect(placeOf(await store().append(stream, expected, events))).toEqual(placeOf(first));
      expect(await readStream(store(), stream)).toHaveLength(first.revision + 5);
    });

    it.each<ExpectedRevision>(['none', 'any'])(
      'at the same time records them once (%s)',
      async (expected) => {
        const stream = newStream();
        const events = newEvents(2);
        const answers = await Promise.all(
          Array.from({ length: 5 }, () => store().append(stream, expected, events)),
        );
        expect(new Set(answers.map(({ position }) => position)).size).toBe(1);
        expect(await readStream(store(), stream)).toHaveLength(2);
      },
    );

    it('knows an id in capitals', async () => {
      const stream = newStream();
      const event = newEvent();
      const first = await store().append(stream, 'none', [event]);
      const again = await store().append(stream, 'none', [{ ...event, id: event.id.toUpperCase() }]);
      expect(placeOf(again)).toEqual(placeOf(first));
    });

    it('together with others is a conflict', async () => {
      const stream = newStream();
      const events = newEvents(2);
      await store().append(stream, 'none', events);
      const more = store().append(stream, 'none', [...events, newEvent()]);
      await expect(more).rejects.toThrow(WrongExpectedRevision);
    });

    it('at another revision is a conflict', async () => {
      const stream = newStream();
      const event = newEvent();
      await store().append(stream, 'none', [newEvent(), event]);
      await expect(store().append(stream, 'none', [event])).rejects.toThrow(WrongExpectedRevision);
    });
  });
}

const placeOf = ({ revision, position, recordedAt }: Appended): Appended => ({
  revision,
  position,
  recordedAt,
});
