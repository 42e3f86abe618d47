import type { ReadResp } from '@eventstore/db-client/generated/streams_pb';
import { originallyRecordedAt, type Position, type RecordedEvent } from '#event-sourcing';

/** An event as the server keeps it, before anybody says when it was recorded. */
export interface LogRecord extends Omit<RecordedEvent, 'recordedAt'> {
  /** The clock of the server that took it, in milliseconds since 1970: it may go back. */
  readonly created: number;
}

const TICKS_PER_MILLISECOND = 10_000n;
const decoder = new TextDecoder();

/** Undefined for a link whose event is gone. */
export function logRecordIn(response: ReadResp): LogRecord | undefined {
  const recorded = response.getEvent()?.getEvent();
  if (recorded === undefined) return undefined;
  const described = recorded.getMetadataMap();
  return {
    id: recorded.getId()?.getString() ?? '',
    type: described.get('type') ?? '',
    // As text, byte by byte: nobody parses and prints it on the way.
    data: decoder.decode(recorded.getData_asU8()),
    metadata: decoder.decode(recorded.getCustomMetadata_asU8()),
    stream: decoder.decode(recorded.getStreamIdentifier()?.getStreamName_asU8()),
    revision: Number(recorded.getStreamRevision()),
    position: BigInt(recorded.getCommitPosition()),
    created: Number(BigInt(described.get('created') ?? 0) / TICKS_PER_MILLISECOND),
  };
}

/** When an event was taken, by this log or by the one it was copied from, in milliseconds since 1970. */
export const takenAt = ({ created, metadata }: LogRecord): number =>
  originallyRecordedAt(metadata)?.getTime() ?? created;

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
