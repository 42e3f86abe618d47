import { wishUnder } from '../../test/support/wish';
import { contextOf, decodeEvent, encodeEvents } from './envelope';
import { eventIdOf } from './ids';
import { EventType, EventTypes, SchemaFromTheFuture } from './event-type';
import type { RecordedEvent } from './event-store';

const doorOpened = EventType.named('DoorOpened')
  .as<{ readonly door: string }>()
  .upcast(({ door }) => ({ doors: [door] }));
const types = EventTypes.of(doorOpened);
const opened = (...doors: string[]) => ({ type: 'DoorOpened', data: { doors } }) as const;
const at = new Date('2026-01-02T03:04:05.678Z');
const wish = { ...wishUnder('k1', 'body', at), reason: 'it rang', traceparent: '00-1-2-01' };

const recorded = (event: Partial<RecordedEvent>): RecordedEvent => ({
  id: '00000000-0000-4000-8000-000000000001',
  stream: 'house-1',
  revision: 4,
  position: 7n,
  recordedAt: new Date(0),
  type: 'DoorOpened',
  data: '{"doors":[]}',
  metadata: '{"schema":2}',
  ...event,
});

describe('An event on its way into the log', () => {
  const [one, two] = encodeEvents(types, 'house-1', [opened('b', 'a'), opened()], wish);

  it('has its id from the wish, its stream, its place and what it says', () => {
    expect(one?.id).toBe(eventIdOf(wish, 'house-1', 0, '{"doors":["b","a"]}'));
    expect(two?.id).toBe(eventIdOf(wish, 'house-1', 1, '{"doors":[]}'));
  });

  it('is canonical JSON, with all that the wish brought and its schema', () => {
    expect([one?.type, one?.data, two?.data]).toEqual(['DoorOpened', '{"doors":["b","a"]}', '{"doors":[]}']);
    expect(one?.metadata).toBe(
      [
        '{"actor":{"account":"111122223333","interface":"rest","personal":"key.sealed","roles":["member"]}',
        `"causationId":"${wish.causationId}"`,
        `"commandId":"${wish.commandId}"`,
        `"correlationId":"${wish.correlationId}"`,
        '"occurredAt":"2026-01-02T03:04:05.678Z"',
        '"reason":"it rang"',
        `"requestHash":"${String(wish.requestHash)}"`,
        '"schema":2',
        '"traceparent":"00-1-2-01"}',
      ].join(),
    );
    expect(two?.metadata).toBe(one?.metadata);
  });
});

describe('An event on its way out of the log', () => {
  it('has its newest shape, and says where, when and why it was recorded', () => {
    const old = recorded({ data: '{"door":"a"}', metadata: '{"reason":"it rang","schema":1}' });
    expect(decodeEvent(types, old)).toEqual({
      event: opened('a'),
      recorded: old,
      metadata: { reason: 'it rang', schema: 1 },
    });
  });

  it('stops the reader when it comes from the future', () => {
    expect(() => decodeEvent(types, recorded({ metadata: '{"schema":3}' }))).toThrow(SchemaFromTheFuture);
  });
});

describe('What follows from an event', () => {
  it('is done in the name of the same actor, request and reason, because of that event', () => {
    const [appended] = encodeEvents(types, 'house-1', [opened('a')], wish);
    const read = decodeEvent(types, recorded({ ...appended }));
    const later = new Date('2026-02-02T00:00:00Z');
    expect(contextOf(read, later)).toEqual({ ...wish, causationId: appended?.id, at: later });
  });
});
