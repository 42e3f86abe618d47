import { NO_REVISION, WrongExpectedRevision, type EventStore } from '#event-sourcing';
import { idsOf, newEvent, newEvents, newStream, readStream } from './sample-events';

export function conflictContract(store: () => EventStore): void {
  describe('a conflict', () => {
    it('is to expect no stream where there is one', async () => {
      const stream = newStream();
      await store().append(stream, 'none', newEvents(3));
      const error = await refusal(store().append(stream, 'none', [newEvent()]));
      expect(error).toMatchObject({ stream, expected: 'none', actual: 2 });
    });

    it('is to expect an earlier revision', async () => {
      const stream = newStream();
      await store().append(stream, 'none', newEvents(3));
      const error = await refusal(store().append(stream, 1, [newEvent()]));
      expect(error).toMatchObject({ stream, expected: 1, actual: 2 });
    });

    it('is to expect a later revision: a stream has no gaps', async () => {
      const stream = newStream();
      await store().append(stream, 'none', newEvents(20));
      const error = await refusal(store().append(stream, 99, [newEvent()]));
      expect(error).toMatchObject({ expected: 99, actual: 19 });
    });

    it('is to expect a revision of a stream that does not exist', async () => {
      const error = await refusal(store().append(newStream(), 0, [newEvent()]));
      expect(error).toMatchObject({ expected: 0, actual: NO_REVISION });
    });

    it('records none of several events', async () => {
      const stream = newStream();
      const first = newEvent();
      await store().append(stream, 'none', [first]);
      await refusal(store().append(stream, 'none', newEvents(5)));
      expect(idsOf(await readStream(store(), stream))).toEqual([first.id]);
    });

    it('does not disturb appends to other streams that are made at the same time', async () => {
      const [taken, ...free] = Array.from({ length: 10 }, () => newStream());
      await store().append(taken ?? '', 'none', [newEvent()]);
      const [conflict, ...others] = await Promise.allSettled(
        [taken ?? '', ...free].map((stream) => store().append(stream, 'none', [newEvent()])),
      );
      expect(conflict?.status).toBe('rejected');
      expect(others.map(({ status }) => status)).toEqual(free.map(() => 'fulfilled'));
    });
  });
}

async function refusal(append: Promise<unknown>): Promise<unknown> {
  const error: unknown = await append.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(WrongExpectedRevision);
  return error;
}
