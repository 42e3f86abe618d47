import type { ReadResp } from '@eventstore/db-client/generated/streams_pb';
import { firstRecorded, type Position, type RecordedEvent } from '#event-sourcing';

/** An event as the server keeps it, before anybody says when it was recorded. */
export interface LogRecord extends Omit<RecordedEvent, 'recordedAt'> {
  /** The clock of the server that took it, in milliseconds since 1970: it may go back. Of a copy, the first log's time. */
  readonly created: number;
  readonly isCopy: boolean;
}

const TICKS_PER_MILLISECOND = 10_000n;
const decoder = new TextDecoder();

/** Undefined for a link whose event is gone. */
export function logRecordIn(response: ReadResp): LogRecord | undefined {
  const recorded = response.getEvent()?.getEvent();
  if (recorded === undefined) return undefined;
  const described = recorded.getMetadataMap();
  const created = new Date(Number(BigInt(described.get('created') ?? 0) / TICKS_PER_MILLISECOND));
  const { recordedAt, ...record } = firstRecorded({
    id: recorded.getId()?.getString() ?? '',
    type: described.get('type') ?? '',
    // As text, byte by byte: nobody parses and prints it on the way.
    data: decoder.decode(recorded.getData_asU8()),
    metadata: decoder.decode(recorded.getCustomMetadata_asU8()),
    stream: decoder.decode(recorded.getStreamIdentifier()?.getStreamName_asU8()),
    revision: Number(recorded.getStreamRevision()),
    position: BigInt(recorded.getCommitPosition()),
    recordedAt: created,
  });
  return { ...record, created: recordedAt.getTime(), isCopy: recordedAt !== created };
}

/**
 * When an event was taken, in milliseconds since 1970, before the law that time does not go back in the log is applied.
 * The one place that says so.
 */
export const takenAt = ({ created }: LogRecord): number => created;

export interface ServerPosition {
  readonly commit: Position;
  readonly prepare: Position;
}

/** In `ReadResp`s that say how far a filtered subscription has looked. */
export function checkpointIn(response: ReadResp): ServerPosition | undefined {
  const checkpoint = response.getCheckpoint();
  return (
    checkpoint && {
      commit: BigInt(checkpoint.getCommitPosition()),
      prepare: BigInt(checkpoint.getPreparePosition()),
    }
  );
}
