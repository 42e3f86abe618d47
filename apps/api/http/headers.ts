import type { FastifyRequest } from 'fastify';
import { headerError } from './problems';

/** Throws InvalidRequest when the header was sent more than once. */
export function singleHeader(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  if (Array.isArray(value)) throw headerError(name, 'must be sent once');
  return value;
}

/** `<log id>:<position>`. Of which log it is, is seen by whoever waits for it. */
export const POSITION = /^([0-9a-f-]{36}):(\d{1,20})$/;

/** Throws InvalidRequest for what is no position. */
export function positionIn(request: FastifyRequest): string | undefined {
  const text = singleHeader(request, 'ledger-position');
  if (text !== undefined && !POSITION.test(text))
    throw headerError('ledger-position', 'must be a position that this service gave out');
  return text;
}

/** A strong entity tag that names a revision. `*` asks for nothing beyond what every write asks for: that it exists. */
export function revisionOfIfMatch(request: FastifyRequest): number | undefined {
  const text = singleHeader(request, 'if-match');
  if (text === undefined || text === '*') return undefined;
  const digits = /^"(\d{1,15})"$/.exec(text)?.[1];
  if (digits === undefined) throw headerError('if-match', 'must be an ETag of this service, such as "7"');
  return Number(digits);
}

export const entityTagOf = (revision: number): string => `"${revision}"`;

/** W3C trace context, level 1; anything else is ignored, as it says. */
export function traceparentOf(request: FastifyRequest): string | undefined {
  const text = request.headers['traceparent'];
  return typeof text === 'string' && /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/.test(text)
    ? text
    : undefined;
}
