import { randomUUID } from 'node:crypto';
import { canonicalJson } from './canonical-json';
import { copyOf, firstRecorded, originallyRecordedAt } from './copied-event';
import type { RecordedEvent } from './event-store';
import { InvalidAppend } from './event-store-errors';

const then = new Date('2026-03-03T12:00:00.123Z');
const now = new Date('2026-11-28T08:00:00.000Z');

const recorded = (metadata: string): RecordedEvent => ({
  ...{ id: randomUUID(), type: 'ThingHappened', data: '{"n":1}', metadata },
  ...{ stream: 'thing-1', revision: 0, position: 1n, recordedAt: then },
});

/** What a store hands out that took a copy now. */
const takenAndRead = (event: RecordedEvent): RecordedEvent =>
  firstRecorded({ ...event, ...copyOf(event), position: 77n, recordedAt: now });

describe('An event that is copied into another log', () => {
  it.each<[string, object]>([
    ['no other member', {}],
    ['members after its place', { reason: 'because', schema: 1 }],
    ['members before its place', { actor: { account: '1', roles: [] }, occurredAt: now.toISOString() }],
    ['members on both sides', { commandId: 'c', reason: 'r' }],
    ['a reason that quotes it', { reason: `"originallyRecordedAt":"${now.toISOString()}"` }],
    ['a reason that is hard to write', { reason: '\\",":\u2028ä💥' }],
  ])('comes back byte by byte and with its time: %s', (_, members) => {
    const event = recorded(canonicalJson(members));
    expect(takenAndRead(event)).toEqual({ ...event, position: 77n });
  });

  it('carries the time as a member of canonical metadata', () => {
    const { metadata } = copyOf(recorded('{"observedAt":"x","reason":"y"}'));
    expect(metadata).toBe(
      '{"observedAt":"x","originallyRecordedAt":"2026-03-03T12:00:00.123Z","reason":"y"}',
    );
    expect(originallyRecordedAt(metadata)).toEqual(then);
  });

  it('is copied once more without a change', () => {
    const event = recorded('{"reason":"y","schema":1}');
    expect(copyOf(takenAndRead(event))).toEqual(copyOf(event));
  });

  it('is refused when its metadata would become another text', () => {
    expect(() => copyOf(recorded('{"schema":1,"reason":"y"}'))).toThrow(InvalidAppend);
  });
});

describe('An event of the log’s own', () => {
  it('is read as it is stored', () => {
    const event = recorded('{"reason":"\\"originallyRecordedAt\\":\\"2026-03-03T12:00:00.123Z\\""}');
    expect(firstRecorded(event)).toBe(event);
    expect(originallyRecordedAt(event.metadata)).toBeUndefined();
  });
});
