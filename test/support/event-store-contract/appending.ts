import { AppendTooLarge, InvalidAppend, type EventStore } from '#event-sourcing';
import { idsOf, newEvent, newEvents, newStream, readStream } from './sample-events';

export function appendingContract(store: () => EventStore): void {
  describe('appending', () => {
    it('begins a stream that must not exist yet', async () => {
      const stream = newStream();
      expect(await store().append(stream, 'none', [newEvent()])).toMatchObject({ revision: 0 });
    });

    it('goes on with a stream at exactly the expected revision', async () => {
      const stream = newStream();
      const first = await store().append(stream, 'none', newEvents(2));
      const second = await store().append(stream, 1, [newEvent()]);
      expect(second.revision).toBe(2);
      expect(second.position).toBeGreaterThan(first.position);
    });

    it('takes any revision when told so, also that of a stream that does not exist', async () => {
      const stream = newStream();
      expect(await store().append(stream, 'any', [newEvent()])).toMatchObject({ revision: 0 });
      expect(await store().append(stream, 'any', newEvents(3))).toMatchObject({ revision: 3 });
    });

    it('answers with the place and the time of the last event', async () => {
      const stream = newStream();
      const appended = await store().append(stream, 'none', newEvents(3));
      const recorded = (await readStream(store(), stream)).at(-1);
      expect(appended).toMatchObject({
        revision: recorded?.revision,
        position: recorded?.position,
        recordedAt: recorded?.recordedAt,
      });
    });

    it('keeps every byte of the data and the metadata', async () => {
      const stream = newStream('Ünïcode/日本 語%🦕');
      const text = '{"":"","quotes":"\\"\\\\\\u0000","text":"日本語 🦕 e\\u0301 é \u2028\u00a0 {1,NULL}"}';
      const event = newEvent({ type: 'Überraschung', data: text, metadata: `[${text}, 1.0, 1e2]` });
      await store().append(stream, 'none', [event]);
      expect(await readStream(store(), stream)).toEqual([expect.objectContaining({ ...event, stream })]);
    });

    it('takes big events', async () => {
      const stream = newStream();
      const event = newEvent({ data: JSON.stringify('é'.repeat(250_000)) });
      await store().append(stream, 'none', [event]);
      expect(await readStream(store(), stream)).toMatchObject([{ data: event.data }]);
    });

    it('refuses what is too large and records nothing', async () => {
      const stream = newStream();
      const half = JSON.stringify('x'.repeat(3 * 1_048_576));
      const append = store().append(stream, 'none', [newEvent({ data: half }), newEvent({ metadata: half })]);
      await expect(append).rejects.toThrow(AppendTooLarge);
      expect(await readStream(store(), stream)).toEqual([]);
    });

    it.each([
      ['no event', []],
      ['an id that is no UUID', [newEvent(), newEvent({ id: 'one' })]],
      ['a type without a name', [newEvent({ type: '' })]],
      ['a type whose name never ends', [newEvent({ type: 'x'.repeat(10_000) })]],
      ['half a character', [newEvent({ data: '"\ud83e"' })]],
    ])('refuses %s and records nothing', async (_, events) => {
      const stream = newStream();
      await expect(store().append(stream, 'none', events)).rejects.toThrow(InvalidAppend);
      expect(await readStream(store(), stream)).toEqual([]);
    });

    it.each([
      ['without a name', ''],
      ['whose name never ends', 'x'.repeat(10_000)],
      ['with U+0000 in its name', 'thing-\u0000'],
    ])('refuses a stream %s', async (_, stream) => {
      await expect(store().append(stream, 'any', [newEvent()])).rejects.toThrow(InvalidAppend);
    });

    it.each([-1, -2, 0.5, NaN, 2 ** 40])('refuses to expect revision %p', async (expected) => {
      const stream = newStream();
      await expect(store().append(stream, expected, [newEvent()])).rejects.toThrow(InvalidAppend);
      expect(await readStream(store(), stream)).toEqual([]);
    });

    it('records the same ids in another stream as other events', async () => {
      const [one, other] = [newStream(), newStream()];
      const events = newEvents(2);
      const first = await store().append(one, 'none', events);
      const second = await store().append(other, 'none', events);
      expect(second.position).toBeGreaterThan(first.position);
      expect(idsOf(await readStream(store(), other))).toEqual(idsOf(events));
    });

    it('places the events of later appends later, and never dates them back', async () => {
      const appended = [];
      for (let n = 0; n < 20; n++) appended.push(await store().append(newStream(), 'none', newEvents(2)));
      const places = appended.map(({ position }) => position);
      const times = appended.map(({ recordedAt }) => recordedAt.getTime());
      expect(places).toEqual([...new Set(places)].sort((a, b) => Number(a - b)));
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    });
  });
}
