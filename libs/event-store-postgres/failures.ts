import { DatabaseError } from 'pg';
import { EventStoreUnavailable } from '#event-sourcing';

/**
 * Classes of SQLSTATE after which asking again can help: connection exceptions (08), insufficient resources (53),
 * operator intervention such as a shutdown (57), and transaction rollbacks (40).
 */
const TRANSIENT = new Set(['08', '53', '57', '40']);

/** Anything that the server did not answer itself is a matter of the connection. */
export const isTransient = (error: unknown): boolean =>
  !(error instanceof DatabaseError) || TRANSIENT.has(error.code?.slice(0, 2) ?? '');

export const asStoreFailure = (error: unknown): unknown =>
  isTransient(error) && !(error instanceof EventStoreUnavailable)
    ? new EventStoreUnavailable('the database of the event store does not answer', { cause: error })
    : error;
