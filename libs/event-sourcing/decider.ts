import type { Plan } from './plan';

/** What happened, in the newest shape of its type. */
export interface DomainEvent {
  readonly type: string;
  readonly data: object;
}

/**
 * A state machine as pure functions. `decide` returns what should be recorded: nothing when the wish is already
 * true; it throws a DomainError when the wish is refused. `evolve` never refuses: an event is a fact.
 */
export interface Decider<State, Command, Event extends DomainEvent> {
  readonly initial: State;
  /** Throws when the caller may not know of, or not touch, what the state describes. Asked before any precondition. */
  readonly admit?: (command: Command, state: State) => void;
  readonly decide: (command: Command, state: State) => readonly Event[];
  /** `observedAt`: when it was seen to be so, where it was seen rather than asked for. */
  readonly evolve: (state: State, event: Event, recordedAt: Date, observedAt?: Date) => State;
  /** What a dry run shows of a decision besides its events, and what a plan that is sent back must still come to. */
  readonly plan?: (command: Command, state: State, events: readonly Event[]) => Plan | undefined;
}
