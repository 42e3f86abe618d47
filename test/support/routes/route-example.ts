import type { Fixture } from './fixture';

/**
 * A request that is right, for what the fixture made. The proofs over all routes change one thing of it at a time, and
 * send it as it is: a read as such, a write as a dry run.
 */
export interface RouteExample {
  readonly params?: Readonly<Record<string, string>>;
  /** After the question mark. */
  readonly query?: string;
  readonly body?: unknown;
  /** What an account is told that does not own what the path names; `hidden` by default, where a path names something. */
  readonly stranger?: Answered;
  /** What an account is told that may launch the image and does not own it; by default as a stranger. */
  readonly guest?: Answered;
  /** Fields of the path or the body that may name what is not there, with the reason why that is no refusal. */
  readonly mayBeAbsent?: Readonly<Record<string, string>>;
  /** What of the body must go where a field of it is named: both at once would be refused for that. */
  readonly excludes?: Readonly<Record<string, readonly string[]>>;
}

/**
 * - `hidden`: 404 as if it did not exist, and on record
 * - `not-the-owner`: 403, and on record
 * - `not-found`: 404 because the name means nothing in the caller's own account
 * - `allowed`: it may
 */
export type Answered = 'hidden' | 'not-the-owner' | 'not-found' | 'allowed';

/** By method and path, as declared: `POST /v1/images`. */
export type RouteExamples = Readonly<Record<string, (fixture: Fixture) => RouteExample>>;
