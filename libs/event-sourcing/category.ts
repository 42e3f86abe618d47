import type { Decider, DomainEvent } from './decider';
import type { EventTypes } from './event-type';

/** The streams of one kind: how they are named, which events they hold, and how decisions about them are taken. */
export interface Category<Id, State, Command, Event extends DomainEvent> {
  readonly stream: (id: Id) => string;
  readonly events: EventTypes<Event>;
  readonly decider: Decider<State, Command, Event>;
}

/** A fresh look at another stream. */
export type Look = <Id, State, Event extends DomainEvent>(
  category: Category<Id, State, never, Event>,
  id: Id,
) => Promise<State>;

/**
 * A category whose decisions may need what another stream says. It is looked at for each decision anew, and only when
 * the state of the own stream does not settle the matter: deciders stay pure, and nobody can forget to look.
 */
export interface Consulting<State, Command> {
  readonly consult: (command: Command, state: State, look: Look) => Promise<Command>;
}
