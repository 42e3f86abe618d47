import type { Outcome } from '#event-sourcing';
import { Reply } from './reply';
import type { WriteRequest } from './write-request';

/** What a dry run answers instead of the resource. */
export interface WouldRecord {
  readonly dryRun: true;
  readonly wouldRecord: readonly { readonly event: string; readonly data: object }[];
}

/** The answer to a write: the resource as the write left it, or what would have been recorded. */
export function written<State, Event extends { type: string; data: object }, Answer extends object>(
  { options }: WriteRequest,
  outcome: Outcome<State, Event>,
  answerOf: (state: State, revision: number) => Answer,
  location?: string,
): Reply<Answer | WouldRecord> {
  if (options.dryRun === true) return new Reply(wouldRecord(outcome.events));
  const { state, revision, position } = outcome;
  return new Reply(answerOf(state, revision), {
    revision,
    position,
    ...(location === undefined ? {} : { location }),
  });
}

const wouldRecord = (events: readonly { type: string; data: object }[]): WouldRecord => ({
  dryRun: true,
  wouldRecord: events.map(({ type, data }) => ({ event: type, data })),
});
