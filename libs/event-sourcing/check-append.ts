import type { EventToAppend, ExpectedRevision } from './event-store';
import { AppendTooLarge, InvalidAppend } from './event-store-errors';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const MAX_STREAM_NAME = 512;
const MAX_TYPE_NAME = 256;
const MAX_REVISION = 2 ** 31 - 1;

/** What one append holds at most, unless the store is told otherwise: what EventStoreDB takes by default. */
export const MAX_APPEND_BYTES = 1_048_576;

/** Throws InvalidAppend or AppendTooLarge for what no event store records. Answers the size in bytes. */
export function checkAppend(
  stream: string,
  expected: ExpectedRevision,
  events: readonly EventToAppend[],
  maxBytes: number,
): number {
  if (!isName(stream, MAX_STREAM_NAME))
    throw new InvalidAppend(`a stream name has 1 to ${MAX_STREAM_NAME} characters`);
  if (typeof expected === 'number' && !isRevision(expected))
    throw new InvalidAppend('an expected revision is 0, 1, 2 …');
  if (events.length === 0) throw new InvalidAppend('an append holds at least one event');
  events.forEach(checkEvent);
  return checkSize(events, maxBytes);
}

/** Throws AppendTooLarge. Answers the size in bytes. */
export function checkSize(events: readonly EventToAppend[], maxBytes: number): number {
  const bytes = events.reduce(
    (sum, { data, metadata }) => sum + Buffer.byteLength(data) + Buffer.byteLength(metadata),
    0,
  );
  if (bytes > maxBytes) throw new AppendTooLarge(bytes, maxBytes);
  return bytes;
}

function checkEvent({ id, type, data, metadata }: EventToAppend): void {
  if (!UUID.test(id)) throw new InvalidAppend('an event id is a UUID');
  if (!isName(type, MAX_TYPE_NAME))
    throw new InvalidAppend(`an event type has 1 to ${MAX_TYPE_NAME} characters`);
  // On its way to the store it would silently become another character.
  if (!data.isWellFormed() || !metadata.isWellFormed())
    throw new InvalidAppend('data and metadata hold no lone surrogate');
}

const isRevision = (expected: number): boolean =>
  Number.isInteger(expected) && expected >= 0 && expected <= MAX_REVISION;

const isName = (name: string, max: number): boolean =>
  name.length > 0 && name.length <= max && name.isWellFormed() && !name.includes('\u0000');
