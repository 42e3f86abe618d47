import { Empty, StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb';
import { BatchAppendReq } from '@eventstore/db-client/generated/streams_pb';
import type { EventToAppend, ExpectedRevision } from '#event-sourcing';

/** Messages stay far below what a server takes in one. */
const MESSAGE_BYTES = 1_048_576;

export interface Append {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly EventToAppend[];
}

/** One append as the messages of a batch call. It carries no deadline: clocks differ, and the caller has a limit. */
export function appendRequests(correlationId: string, append: Append): readonly BatchAppendReq[] {
  const requests = chunks(append.events.map(proposed)).map((messages) =>
    new BatchAppendReq()
      .setCorrelationId(new UUID().setString(correlationId))
      .setProposedMessagesList(messages)
      .setIsFinal(false),
  );
  requests[0]?.setOptions(optionsOf(append));
  requests.at(-1)?.setIsFinal(true);
  return requests;
}

function optionsOf({ stream, expected }: Append): BatchAppendReq.Options {
  const options = new BatchAppendReq.Options().setStreamIdentifier(
    new StreamIdentifier().setStreamName(Buffer.from(stream)),
  );
  if (expected === 'any') return options.setAny(new Empty());
  return expected === 'none' ? options.setNoStream(new Empty()) : options.setStreamPosition(String(expected));
}

function proposed({ id, type, data, metadata }: EventToAppend): BatchAppendReq.ProposedMessage {
  const message = new BatchAppendReq.ProposedMessage()
    .setId(new UUID().setString(id))
    .setData(Buffer.from(data))
    .setCustomMetadata(Buffer.from(metadata));
  // It is JSON, and the server's projections and pages may read it as such.
  message.getMetadataMap().set('type', type).set('content-type', 'application/json');
  return message;
}

function chunks(messages: readonly BatchAppendReq.ProposedMessage[]): BatchAppendReq.ProposedMessage[][] {
  const parts: BatchAppendReq.ProposedMessage[][] = [[]];
  let bytes = 0;
  for (const message of messages) {
    const size = message.getData_asU8().length + message.getCustomMetadata_asU8().length;
    if (bytes > 0 && bytes + size > MESSAGE_BYTES) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(message);
    bytes += size;
  }
  return parts;
}
