import { planDigestOf, type DomainEvent, type Outcome, type Plan } from '#event-sourcing';
import { Reply } from './reply';
import type { WriteRequest } from './write-request';

/** What a dry run answers instead of the resource. */
export interface WouldRecord {
  readonly dryRun: true;
  readonly wouldRecord: readonly { readonly event: string; readonly data: object }[];
  /** What that comes to: what is before and after, and who may launch what by that. */
  readonly plan?: Plan;
  /** Sent back with the call itself, it does exactly this or is refused. */
  readonly planDigest: string;
}

interface Answer<State> {
  readonly answerOf: (state: State, revision: number) => object | Promise<object>;
  /** What a plan is about, for a dry run that has one. */
  readonly affected?: ((plan: Plan) => Promise<object>) | undefined;
  /** Of what was created. */
  readonly locationOf?: (state: State) => string;
}

/** The answer to a write: the resource as the write left it, or what would have been recorded. */
export async function written<State, Event extends DomainEvent>(
  { options }: WriteRequest,
  outcome: Outcome<State, Event>,
  { answerOf, affected, locationOf }: Answer<State>,
): Promise<Reply<object>> {
  if (options.dryRun === true) return new Reply(await wouldRecord(outcome, affected));
  const { state, revision, position } = outcome;
  const answer = await answerOf(state, revision);
  const location = locationOf?.(state);
  return new Reply(answer, { revision, position, ...(location === undefined ? {} : { location }) });
}

/** Instances come and go: they are shown, and are no part of what a plan rests on. */
async function wouldRecord(
  { events, plan }: Outcome<unknown, DomainEvent>,
  affected: Answer<unknown>['affected'],
): Promise<WouldRecord> {
  const instances = plan === undefined || affected === undefined ? {} : { instances: await affected(plan) };
  return {
    dryRun: true,
    wouldRecord: events.map(({ type, data }) => ({ event: type, data })),
    ...(plan === undefined ? {} : { plan: { ...plan, ...instances } }),
    planDigest: planDigestOf(events, plan),
  };
}
