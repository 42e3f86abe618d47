import { canonicalJson } from './canonical-json';
import type { Appended, EventToAppend, RecordedEvent } from './event-store';
import { InvalidAppend } from './event-store-errors';

/** The one member of stored metadata that readers never see: the store takes it for its own time (ADR 44). */
const MEMBER = /,?"originallyRecordedAt":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)"(,?)/;

/**
 * An event on its way into another log, which keeps the time of the first one beside its own. Throws InvalidAppend when
 * the metadata would not come back byte by byte: it is no canonical JSON.
 */
export function copyOf({ id, type, data, metadata, recordedAt }: RecordedEvent): EventToAppend {
  const members = JSON.parse(metadata) as object;
  const carrying = canonicalJson({ ...members, originallyRecordedAt: recordedAt.toISOString() });
  if (firstRecorded({ metadata: carrying, recordedAt }).metadata !== metadata)
    throw new InvalidAppend(`the metadata of event ${id} is not canonical JSON`);
  return { id, type, data, metadata: carrying };
}

/**
 * What a store holds as its readers see it. For an event that was copied from another log: the metadata that it had
 * there, byte by byte, and the time at which it was recorded there. Every other event is left as it is.
 */
export function firstRecorded<Stored extends Pick<RecordedEvent, 'metadata' | 'recordedAt'>>(
  stored: Stored,
): Stored {
  const original = originallyRecordedAt(stored.metadata);
  return original === undefined
    ? stored
    : { ...stored, metadata: withoutTime(stored.metadata), recordedAt: original };
}

/** The answer to an append that says of the last event what its readers will see. */
export function firstRecordedAnswer(appended: Appended, events: readonly EventToAppend[]): Appended {
  const original = originallyRecordedAt(events.at(-1)?.metadata ?? '');
  return original === undefined ? appended : { ...appended, recordedAt: original };
}

/** When another log recorded it first. Undefined for an event of this log's own. */
export function originallyRecordedAt(metadata: string): Date | undefined {
  const time = MEMBER.exec(metadata)?.[1];
  return time === undefined ? undefined : new Date(time);
}

/** An unescaped quote stands only around names and values, so no text can be taken for the member. */
const withoutTime = (metadata: string): string =>
  metadata.replace(MEMBER, (member, _time, comma) => (member.startsWith(',') ? (comma as string) : ''));
