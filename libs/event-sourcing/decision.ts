import type { Category, Consulting } from './category';
import type { DomainEvent } from './decider';
import { DomainError, PlanChanged, PreconditionFailed } from './domain-error';
import type { CommandContext } from './envelope';
import type { FoldedStream } from './folded-stream';
import type { Outcome } from './outcome';
import { planDigestOf } from './plan';
import type { WriteOptions } from './write-options';

/** A command that somebody wants a stream to decide on. */
export interface Decision<Id, State, Command, Event extends DomainEvent> {
  readonly category: Category<Id, State, Command, Event> & Partial<Consulting<State, Command>>;
  readonly stream: string;
  readonly command: Command;
  readonly context: CommandContext;
  readonly options: WriteOptions;
}

type Decided<Event> = Pick<Outcome<unknown, Event>, 'events' | 'plan'>;

/** Says `stale` to a refusal and to a no-op that a fresh read did not confirm. */
export function decideOn<Id, State, Command, Event extends DomainEvent>(
  decision: Decision<Id, State, Command, Event>,
  folded: FoldedStream<State, Event>,
  fresh: boolean,
): Decided<Event> | 'stale' {
  if (fresh) return decided(decision, folded);
  try {
    const found = decided(decision, folded);
    return found.events.length > 0 ? found : 'stale';
  } catch (error) {
    if (error instanceof DomainError) return 'stale';
    throw error;
  }
}

/** Whether the caller may know of it comes before what the caller expects of it. */
function decided<Id, State, Command, Event extends DomainEvent>(
  { category: { decider }, command, options }: Decision<Id, State, Command, Event>,
  { state, revision }: FoldedStream<State, Event>,
): Decided<Event> {
  const { ifMatch, planDigest } = options;
  decider.admit?.(command, state);
  if (ifMatch !== undefined && ifMatch !== revision) throw new PreconditionFailed(ifMatch, revision);
  const events = decider.decide(command, state);
  const plan = decider.plan?.(command, state, events);
  if (planDigest !== undefined && planDigest !== planDigestOf(events, plan)) throw new PlanChanged();
  return { events, ...(plan === undefined ? {} : { plan }) };
}
