import { MaximumAppendSizeExceeded, WrongExpectedVersion } from '@eventstore/db-client/generated/shared_pb';
import type { Status } from '@eventstore/db-client/generated/status_pb';
import type { BatchAppendResp } from '@eventstore/db-client/generated/streams_pb';
import {
  AppendTooLarge,
  InvalidAppend,
  NO_REVISION,
  WrongExpectedRevision,
  type Revision,
} from '#event-sourcing';
import type { Append } from './append-request';
import { Denied, NotHandled } from './failures';

/** The revision of the last event. Throws what the server decided instead, told by the type of its detail. */
export function revisionIn(response: BatchAppendResp, append: Append, bytes: number): Revision {
  const error = response.getError();
  if (error !== undefined) throw asError(error, append, bytes);
  const success = response.getSuccess();
  if (success?.hasCurrentRevision() !== true) throw new NotHandled('an append was answered with nothing');
  return Number(success.getCurrentRevision());
}

function asError(error: Status, { stream, expected }: Append, bytes: number): Error {
  const detail = error.getDetails();
  const content = detail?.getValue_asU8() ?? new Uint8Array();
  switch (detail?.getTypeName().replace('event_store.client.', '')) {
    case 'WrongExpectedVersion':
      return new WrongExpectedRevision(
        stream,
        expected,
        currentIn(WrongExpectedVersion.deserializeBinary(content)),
      );
    case 'MaximumAppendSizeExceeded':
      return new AppendTooLarge(
        bytes,
        MaximumAppendSizeExceeded.deserializeBinary(content).getMaxappendsize(),
      );
    case 'StreamDeleted':
      return new InvalidAppend(`stream ${stream} was deleted for ever`);
    case 'BadRequest':
      return new InvalidAppend('the event store cannot hold these events');
    case 'AccessDenied':
      return new Denied('the event store denies access');
    case 'google.protobuf.Empty':
    case 'Timeout':
    case 'Unknown':
    case undefined:
  }
  return new NotHandled(`an append was not done: ${error.getMessage()}`);
}

const currentIn = (wrong: WrongExpectedVersion): Revision =>
  wrong.hasCurrentStreamRevision() ? Number(wrong.getCurrentStreamRevision()) : NO_REVISION;
