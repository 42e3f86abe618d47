import type { EventTypes } from './event-type';
import type { DomainEvent } from './decider';
import type { EventToAppend, RecordedEvent } from './event-store';
import { canonicalJson } from './canonical-json';
import { eventIdOf } from './ids';

/**
 * Who did it. What names a person (`subject`, `sourceAddress`) is sealed in `personal` with a key per subject and can
 * be forgotten without touching an event; a process of the service itself has none.
 */
export interface Actor {
  readonly account: string;
  readonly roles: readonly string[];
  /** How they came in: `rest`, `ec2`, or `system` for the service's own processes. */
  readonly interface: string;
  readonly personal?: string;
}

/**
 * The same for every event, and frozen: a member may be added, none may change its meaning or go. In a copied log one
 * more is stored, `originallyRecordedAt`, which the store takes for its own time (`copied-event.ts`).
 */
export interface EventMetadata {
  /** The shape of the event's data. */
  readonly schema: number;
  readonly actor: Actor;
  /** Names the wish that recorded the event; a repeated wish has the same one. */
  readonly commandId: string;
  /** SHA-256 of the request's body: tells a repetition from another request under the same key. */
  readonly requestHash?: string;
  /** Everything that one request brought about shares it. */
  readonly correlationId: string;
  /** The id of the command or event that led to this one. */
  readonly causationId: string;
  /** When it was decided, by the clock of the process that decided: RFC 3339 in UTC. */
  readonly occurredAt: string;
  /** Why, in the actor's words. */
  readonly reason?: string;
  /** W3C trace context of the request. */
  readonly traceparent?: string;
  /** Set on what was seen to have happened elsewhere, rather than asked of the ledger: when it was seen. */
  readonly observedAt?: string;
}

/** All that a decision needs to know about the wish besides the wish itself. */
export interface CommandContext extends Omit<EventMetadata, 'schema' | 'occurredAt'> {
  /** The time of the decision. */
  readonly at: Date;
}

/** An event as readers see it: its newest shape, and where, when and why it was recorded. */
export interface ReadEvent<Event extends DomainEvent> {
  readonly event: Event;
  readonly recorded: RecordedEvent;
  readonly metadata: EventMetadata;
}

/** Ids are derived from the wish and what it records, so that an append made twice is recognised by every store. */
export function encodeEvents<Event extends DomainEvent>(
  types: EventTypes<Event>,
  stream: string,
  events: readonly Event[],
  { at, ...context }: CommandContext,
): EventToAppend[] {
  return events.map((event, index) => {
    const data = canonicalJson(event.data);
    const metadata = { ...context, occurredAt: at.toISOString(), schema: types.schemaOf(event) };
    return {
      id: eventIdOf(context, stream, index, data),
      type: event.type,
      data,
      metadata: canonicalJson(metadata),
    };
  });
}

export function decodeEvent<Event extends DomainEvent>(
  types: EventTypes<Event>,
  recorded: RecordedEvent,
): ReadEvent<Event> {
  const metadata = JSON.parse(recorded.metadata) as EventMetadata;
  return { event: types.decode(recorded, metadata.schema), recorded, metadata };
}

/** The wish behind an event: what must follow from it is done in the name of the same actor, request and reason. */
export function contextOf({ recorded, metadata }: ReadEvent<DomainEvent>, at: Date): CommandContext {
  const { schema: _schema, occurredAt: _occurredAt, ...context } = metadata;
  return { ...context, causationId: recorded.id, at };
}
