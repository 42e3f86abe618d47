import type { Decider, DomainEvent } from './decider';
import type { EventTypes } from './event-type';

/** The streams of one kind: how they are named, which events they hold, and how decisions about them are taken. */
export interface Category<Id, State, Command, Event extends DomainEvent> {
  readonly stream: (id: Id) => string;
  readonly events: EventTypes<Event>;
  readonly decider: Decider<State, Command, Event>;
}
