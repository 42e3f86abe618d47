import { DatabaseError } from 'pg';
import { EventStoreUnavailable, InvalidAppend } from '#event-sourcing';

/**
 * Classes of SQLSTATE after which asking again can help: connection exceptions (08), insufficient resources (53),
 * operator intervention such as a shutdown (57), and transaction rollbacks (40).
 */
const TRANSIENT = new Set(['08', '53', '57', '40']);

/** Anything that the server did not answer itself is a matter of the connection. */
export const isTransient = (error: unknown): boolean =>
  !(error instanceof DatabaseError) || TRANSIENT.has(error.code?.slice(0, 2) ?? '');

export const asStoreFailure = (error: unknown): EventStoreUnavailable =>
  error instanceof EventStoreUnavailable
    ? error
    : new EventStoreUnavailable('the database of the event store does not answer', { cause: error });

/** Classes of SQLSTATE that speak of the data: data exceptions (22) and program limits (54). */
const ABOUT_THE_DATA = new Set(['22', '54']);

export const asAppendFailure = (error: unknown): EventStoreUnavailable | InvalidAppend =>
  error instanceof DatabaseError && ABOUT_THE_DATA.has(error.code?.slice(0, 2) ?? '')
    ? new InvalidAppend('the database cannot hold these events', { cause: error })
    : asStoreFailure(error);
