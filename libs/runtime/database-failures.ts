import { types } from 'node:util';
import { QueryFailedError, QueryRunnerAlreadyReleasedError } from 'typeorm';

/**
 * Classes of SQLSTATE after which asking again can help: connection exceptions (08), transaction rollbacks (40),
 * insufficient resources (53) and operator intervention such as a shutdown (57).
 */
const TRANSIENT = new Set(['08', '40', '53', '57']);

/** A transaction that said nothing for too long. */
const SILENT_TRANSACTION = '25P03';
const UNDEFINED_TABLE = '42P01';

const SQLSTATE = /^[0-9A-Z]{5}$/;

/** What the client says of a connection that it has lost, or that it did not get. */
const LOST = /^(?:Connection terminated|timeout e|Client (?:has encountered|was closed)|Query read timeout)/;

/** Of the network, such as ECONNREFUSED. */
const isOfNetwork = ({ syscall, code = '' }: NodeJS.ErrnoException): boolean =>
  (syscall !== undefined && code.startsWith('E')) || /^E(?:CONN|PIPE|TIMEDOUT|HOST|NET|AI_)/.test(code);

/** The database did not answer, or said that it cannot just now. The same question may be answered later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (error instanceof QueryRunnerAlreadyReleasedError) return true;
  if (error instanceof QueryFailedError) return isOfTheMoment(error.driverError as Error, true);
  return types.isNativeError(error) && isOfTheMoment(error, false);
}

/** What the server did not answer itself is a matter of the connection, if it is about a query. */
function isOfTheMoment(error: NodeJS.ErrnoException, isOfQuery: boolean): boolean {
  const { code = '', message } = error;
  if (isOfNetwork(error)) return true;
  if (SQLSTATE.test(code)) return TRANSIENT.has(code.slice(0, 2)) || code === SILENT_TRANSACTION;
  return isOfQuery || LOST.test(message);
}

/** A view has no table yet: no projector that knows its present shape has been active. */
export const isViewMissing = (error: unknown): boolean =>
  error instanceof QueryFailedError && (error.driverError as NodeJS.ErrnoException).code === UNDEFINED_TABLE;
