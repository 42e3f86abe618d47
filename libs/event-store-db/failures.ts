import { status } from '@grpc/grpc-js';
import { ErrorType, isCommandError, convertToCommandError } from '@eventstore/db-client';
import { AppendTooLarge, EventStoreUnavailable, InvalidAppend, WrongExpectedRevision } from '#event-sourcing';

/** The server took what was asked and said nothing for too long. Another client may be heard. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** A call that goes on for ever was ended by the server as if all were said. */
export class CallEnded extends Error {
  override readonly name = 'CallEnded';
}

/** The server did not do what was asked, and may do it the next time: it is not ready, or too busy. */
export class NotHandled extends Error {
  override readonly name = 'NotHandled';
}

/** The server will not do what was asked, however often: access is denied, or it does not know how. */
export class Denied extends Error {
  override readonly name = 'Denied';
}

/** What asking again does not mend. A class of its own where the client knows one, else the code of gRPC. */
const FINAL_TYPES: ReadonlySet<string> = new Set([
  ErrorType.ACCESS_DENIED,
  ErrorType.STREAM_DELETED,
  ErrorType.INVALID_ARGUMENT,
  ErrorType.UNSUPPORTED,
]);
const FINAL_CODES: ReadonlySet<number> = new Set([
  status.INVALID_ARGUMENT,
  status.PERMISSION_DENIED,
  status.UNAUTHENTICATED,
  status.FAILED_PRECONDITION,
  status.OUT_OF_RANGE,
  status.UNIMPLEMENTED,
]);
const OF_THE_PORT = [WrongExpectedRevision, AppendTooLarge, InvalidAppend, EventStoreUnavailable, Denied];

/** Whether asking again can help. Told by classes, types and codes: messages are empty as often as not. */
export function isTransient(error: unknown): boolean {
  if (OF_THE_PORT.some((kind) => error instanceof kind)) return false;
  const { type, code } = known(error);
  if (type === ErrorType.NOT_LEADER) return true;
  return !FINAL_TYPES.has(type ?? '') && !FINAL_CODES.has(code ?? status.UNKNOWN);
}

/** Whether the connection itself is in doubt. Where the leader is elsewhere, the client goes there by itself. */
export function isOfConnection(error: unknown): boolean {
  const { code } = known(error);
  return error instanceof NoAnswer || code === status.UNAVAILABLE || code === status.CANCELLED;
}

export const isStreamDeleted = (error: unknown): boolean => known(error).type === ErrorType.STREAM_DELETED;

/** As one of the errors of the port. */
export function asStoreFailure(error: unknown): Error {
  if (error instanceof Error && OF_THE_PORT.some((kind) => kind !== Denied && error instanceof kind))
    return error;
  if (isStreamDeleted(error))
    return new EventStoreUnavailable('the stream was deleted from the event store for ever', {
      cause: error,
    });
  if (!isTransient(error))
    return new EventStoreUnavailable('the event store refuses what is asked of it', { cause: error });
  return new EventStoreUnavailable('the event store does not answer', { cause: error });
}

interface Known {
  readonly type?: string;
  readonly code?: number;
}

function known(error: unknown): Known {
  if (!(error instanceof Error)) return {};
  const converted: unknown = isCommandError(error) ? error : convertToCommandError(error);
  const { type, code } = (converted ?? {}) as { readonly type?: unknown; readonly code?: unknown };
  return {
    ...(typeof type === 'string' ? { type } : {}),
    ...(typeof code === 'number' ? { code } : {}),
  };
}
