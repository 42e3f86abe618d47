import { DomainError } from '#event-sourcing';

export type Place = 'path' | 'query' | 'header' | 'body';

export interface FieldError {
  readonly in: Place;
  /** JSON pointer (RFC 6901) to the field, from the root of the place it came in. */
  readonly pointer: string;
  readonly detail: string;
}

/** What only the edge can refuse. */
export type EdgeErrorCode =
  | 'invalid-request'
  | 'malformed-id'
  | 'not-authenticated'
  | 'not-allowed'
  | 'signing-keys-unavailable'
  | 'too-many-requests'
  | 'unknown-route'
  | 'position-of-another-log';

/** The request does not have the shape that the endpoint declares. */
export class InvalidRequest extends DomainError<'invalid-request'> {
  readonly code = 'invalid-request';
  constructor(readonly errors: readonly FieldError[]) {
    super('the request is not valid');
  }
}

/** What ids of resources begin with. */
export type IdPrefix = 'ami' | 'i' | 'snap' | 'vol';

/** EC2: InvalidAMIID.Malformed and its like. */
export class MalformedId extends DomainError<'malformed-id'> {
  readonly code = 'malformed-id';
  constructor(
    readonly id: string,
    readonly prefix: IdPrefix,
    readonly errors: readonly FieldError[],
  ) {
    super(`Invalid id: "${id}" (expecting "${prefix}-...")`);
  }
}

export class NotAuthenticated extends DomainError<'not-authenticated'> {
  readonly code = 'not-authenticated';
  constructor() {
    super('a valid bearer token is needed');
  }
}

/** Asking again helps, after a while. */
export abstract class ComeAgain<Code extends string> extends DomainError<Code> {
  constructor(
    message: string,
    /** In milliseconds. */
    readonly after: number,
  ) {
    super(message);
  }
}

/** The token may be good or not: who could say so cannot be asked. */
export class SigningKeysUnavailable extends ComeAgain<'signing-keys-unavailable'> {
  readonly code = 'signing-keys-unavailable';
  constructor(after: number) {
    super('the keys that tokens are checked with cannot be read at the moment', after);
  }
}

/** EC2: RequestLimitExceeded. */
export class TooManyRequests extends ComeAgain<'too-many-requests'> {
  readonly code = 'too-many-requests';
  constructor(after: number) {
    super('you send more requests than you may', after);
  }
}

export class NotAllowed extends DomainError<'not-allowed'> {
  readonly code = 'not-allowed';
}

export class UnknownRoute extends DomainError<'unknown-route'> {
  readonly code = 'unknown-route';
  constructor() {
    super('there is no such route');
  }
}

/** The position or cursor was given out by another log: nothing can be said about it. */
export class PositionOfAnotherLog extends DomainError<'position-of-another-log'> {
  readonly code = 'position-of-another-log';
  constructor() {
    super('the position or cursor belongs to another log');
  }
}

export const headerError = (name: string, detail: string): InvalidRequest =>
  new InvalidRequest([{ in: 'header', pointer: `/${name}`, detail }]);
