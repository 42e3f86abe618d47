import type { EventTypes } from '#event-sourcing';
import type { LedgerEvent } from './events';

/** Tells the events of one kind from all others of the log. */
export function isOneOf<Event extends LedgerEvent>(
  types: EventTypes<Event>,
): (event: LedgerEvent) => event is Event {
  const names: ReadonlySet<string> = new Set(types.names);
  return (event): event is Event => names.has(event.type);
}
