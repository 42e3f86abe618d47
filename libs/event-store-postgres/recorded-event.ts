import { firstRecorded, type RecordedEvent } from '#event-sourcing';

/** The columns of an event, in the order in which `toRecordedEvent` takes them. */
export const EVENT_COLUMNS = 'position, event_id, stream, revision, type, data, metadata, recorded_at';

export type EventRow = [
  position: string,
  id: string,
  stream: string,
  revision: number,
  type: string,
  data: string,
  metadata: string,
  recordedAt: Date,
];

export const toRecordedEvent = ([
  position,
  id,
  stream,
  revision,
  type,
  data,
  metadata,
  recordedAt,
]: EventRow): RecordedEvent =>
  firstRecorded({ id, stream, revision, position: BigInt(position), type, data, metadata, recordedAt });
