import {
  decodeEvent,
  type DomainEvent,
  type EventBatch,
  type EventTypes,
  type Position,
  type ReadEvent,
} from '#event-sourcing';

/** A stretch of the log, decoded once for all that read it, and only when one of them does. */
export class Stretch<Event extends DomainEvent> {
  private decoded: readonly ReadEvent<Event>[] | undefined;

  constructor(
    private readonly types: EventTypes<Event>,
    /** Where it begins: events after this. */
    readonly after: Position,
    private readonly batch: Pick<EventBatch, 'events' | 'position'>,
  ) {}

  /** Where it ends. */
  get position(): Position {
    return this.batch.position;
  }

  /** Throws UnknownEventType or SchemaFromTheFuture. */
  eventsAfter(position: Position): readonly ReadEvent<Event>[] {
    this.decoded ??= this.batch.events.map((recorded) => decodeEvent(this.types, recorded));
    return position <= this.after
      ? this.decoded
      : this.decoded.filter(({ recorded }) => recorded.position > position);
  }
}
