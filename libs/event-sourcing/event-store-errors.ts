import type { ExpectedRevision, Revision } from './event-store';

/** Somebody else appended first. `actual` is the stream's revision, -1 when it holds no event. */
export class WrongExpectedRevision extends Error {
  override readonly name = 'WrongExpectedRevision';
  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    readonly actual: Revision,
  ) {
    super(`stream ${stream} is at revision ${actual}, expected ${expected}`);
  }
}

/** The store cannot be reached or does not answer. What was asked may or may not have happened; asking again is safe. */
export class EventStoreUnavailable extends Error {
  override readonly name = 'EventStoreUnavailable';
}

/** The events of one append are larger than the store takes. Nothing was recorded. */
export class AppendTooLarge extends Error {
  override readonly name = 'AppendTooLarge';
  constructor(
    readonly bytes: number,
    readonly limit: number,
  ) {
    super(`this would record ${bytes} bytes in one step, and ${limit} is the most; do it in parts`);
  }
}

/** The events can never be recorded as they are: a bad id, a bad stream name, a type that is too long. */
export class InvalidAppend extends Error {
  override readonly name = 'InvalidAppend';
}
