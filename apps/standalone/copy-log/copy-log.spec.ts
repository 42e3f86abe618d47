import { BEGINNING, EventStoreUnavailable, type EventStore, type RecordedEvent } from '#event-sourcing';
import { all, newEvent, newEvents } from '../../../test/support/event-store-contract/sample-events';
import { InMemoryEventStore } from '../../../test/support/in-memory-event-store';
import { LogsDiffer } from './compare-logs';
import { TargetClockIsBehind } from './copy-events';
import { copyLog, SameLog, type Copied } from './copy-log';

const LONG_AGO = Date.parse('2026-03-03T12:00:00.000Z');

const readLog = (store: EventStore): Promise<RecordedEvent[]> => all(store.readAll(BEGINNING));
const withoutPosition = ({ position: _position, ...event }: RecordedEvent): object => event;

describe('The copy of a log', () => {
  let source: InMemoryEventStore;
  let target: InMemoryEventStore;
  let clock: number;

  beforeEach(async () => {
    clock = LONG_AGO;
    source = new InMemoryEventStore({ now: () => clock });
    target = new InMemoryEventStore();
    await write('a', 'none', 2);
    await write('b', 'none', 1);
    await write('a', 1, 1);
    await write('a', 2, 3);
    await write('b', 0, 2);
    await write('c', 'none', 1);
  });

  async function write(stream: string, expected: number | 'none', count: number): Promise<void> {
    clock += 1_000;
    await source.append(stream, expected, newEvents(count));
  }

  const copy = (): Promise<Copied> => copyLog(source, target, () => {});

  const isTheSame = async (): Promise<void> => {
    const [original, copied] = [await readLog(source), await readLog(target)];
    expect(copied.map(withoutPosition)).toEqual(original.map(withoutPosition));
  };

  it('holds the same events, in the same order and streams, with the same bytes and times', async () => {
    expect(await copy()).toEqual({ events: 10, copied: 10 });
    await isTheSame();
  });

  it('is made of one append for events of one stream that are next to each other', async () => {
    const appended: string[] = [];
    target.beforeAppend = (stream) => void appended.push(stream);
    await copy();
    expect(appended).toEqual(['a', 'b', 'a', 'b', 'c']);
  });

  const appends = [0, 1, 2, 3, 4];
  it.each(appends.flatMap((after) => [true, false].map((recorded) => ({ after, recorded }))))(
    'is finished by the next run when one ended in the middle ($after, recorded: $recorded)',
    async (failure) => {
      target.failNext(failure);
      await expect(copy()).rejects.toThrow(EventStoreUnavailable);
      const { length } = target.log;
      expect(await copy()).toEqual({ events: 10, copied: 10 - length });
      await isTheSame();
    },
  );

  it('made once more copies nothing', async () => {
    await copy();
    expect(await copy()).toEqual({ events: 10, copied: 0 });
    await isTheSame();
  });

  it('takes in what the source gets meanwhile, and later', async () => {
    target.beforeAppend = async (stream) => {
      if (stream === 'c' && source.log.length < 20) await write('b', 2 + (source.log.length - 10), 1);
    };
    await copy();
    await isTheSame();
    await write('d', 'none', 4);
    expect((await copy()).copied).toBe(4);
    await isTheSame();
  });

  it('is told of event by event, in order', async () => {
    const told: [number, bigint, bigint][] = [];
    await copyLog(
      source,
      target,
      () => {},
      (place) => told.push([place.events, place.source, place.target]),
    );
    expect(told).toEqual(source.log.map((_, index) => [index + 1, BigInt(index + 1), BigInt(index + 1)]));
  });

  it('of a copy is the same once more', async () => {
    await copy();
    const third = new InMemoryEventStore();
    await copyLog(target, third, () => {});
    expect(await readLog(third)).toEqual(await readLog(source));
  });

  it('is followed by events that are not earlier than any in it', async () => {
    await copy();
    const { recordedAt } = await target.append('a', 5, [newEvent()]);
    expect(recordedAt.getTime()).toBeGreaterThan(LONG_AGO + 86_400_000);
  });

  it('is not made into the log itself', async () => {
    await expect(copyLog(source, source, () => {})).rejects.toThrow(SameLog);
  });

  it('is not made into a log of something else', async () => {
    await target.append('a', 'none', newEvents(2));
    await expect(copy()).rejects.toThrow(
      /^event 1 is not the same in both logs, it differs in id, recordedAt: /,
    );
    expect(target.log).toHaveLength(2);
  });

  it('is not made into a copy that was written to', async () => {
    await copy();
    await target.append('a', 5, [newEvent()]);
    await expect(copy()).rejects.toThrow('the target holds more than the 10 events of the source');
    expect(target.log).toHaveLength(11);
  });

  it.each<[keyof RecordedEvent, Partial<RecordedEvent>]>([
    ['data', { data: '{"n":2}' }],
    ['metadata', { metadata: '{"schema":2}' }],
    ['type', { type: 'SomethingElse' }],
    ['stream', { stream: 'x' }],
    ['revision', { revision: 7 }],
    ['id', { id: newEvent().id }],
    ['recordedAt', { recordedAt: new Date(LONG_AGO + 1) }],
  ])('is found out when the %s of an event was changed', async (member, change) => {
    await copy();
    target.log[4] = { ...(target.log[4] as RecordedEvent), ...change };
    await expect(copy()).rejects.toThrow(
      `event 5 is not the same in both logs, it differs in ${member}: ThingHappened`,
    );
  });

  it('is found out when two events have changed places', async () => {
    await copy();
    const [one, other] = [target.log[2], target.log[3]] as [RecordedEvent, RecordedEvent];
    [target.log[2], target.log[3]] = [other, one];
    await expect(copy()).rejects.toThrow(LogsDiffer);
  });

  it('waits until the clock of the target is past the times of the source', async () => {
    target = new InMemoryEventStore({ now: () => clock - 30 });
    const waited = copy();
    setTimeout(() => (clock += 60), 20);
    await waited;
    await isTheSame();
  });

  it('is not made where what comes after it would be earlier', async () => {
    target = new InMemoryEventStore({ now: () => LONG_AGO - 60_000 });
    await expect(copy()).rejects.toThrow(TargetClockIsBehind);
    expect(target.log).toEqual([]);
  });
});
