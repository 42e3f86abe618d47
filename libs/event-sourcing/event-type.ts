import type { DomainEvent } from './decider';
import type { RecordedEvent } from './event-store';

type Upcast = (data: never) => object;

/**
 * Every shape that the data of one event type ever had: `schema` 1, 2, … Only the newest can be written;
 * older ones are upcast when they are read, here and nowhere else.
 */
export class EventType<Name extends string, Newest extends object> {
  /** Exists in types only: lets `EventOf` infer the newest shape. */
  declare readonly newest: Newest;

  private constructor(
    readonly name: Name,
    private readonly upcasts: readonly Upcast[],
  ) {}

  static named<Name extends string>(name: Name): { as<First extends object>(): EventType<Name, First> } {
    return { as: <First extends object>() => new EventType<Name, First>(name, []) };
  }

  upcast<Next extends object>(fromNewest: (data: Newest) => Next): EventType<Name, Next> {
    return new EventType<Name, Next>(this.name, [...this.upcasts, fromNewest]);
  }

  get schema(): number {
    return this.upcasts.length + 1;
  }

  /** Throws SchemaFromTheFuture for a schema that this code does not know yet. */
  read(data: object, schema: number): Newest {
    if (!Number.isInteger(schema) || schema < 1 || schema > this.schema) {
      throw new SchemaFromTheFuture(this.name, schema, this.schema);
    }
    return this.upcasts.slice(schema - 1).reduce((older, upcast) => upcast(older as never), data) as Newest;
  }
}

type AnyEventType = EventType<string, object>;

export type EventOf<T> =
  T extends EventType<infer Name, infer Data> ? { readonly type: Name; readonly data: Data } : never;

/** The event types that a category or a reader knows. Names are unique over all of them. */
export class EventTypes<Event extends DomainEvent> {
  private constructor(private readonly byName: ReadonlyMap<string, AnyEventType>) {}

  static of<T extends readonly AnyEventType[]>(...types: T): EventTypes<EventOf<T[number]>> {
    const byName = new Map(types.map((type) => [type.name, type]));
    if (byName.size !== types.length) throw new TypeError('two event types have the same name');
    return new EventTypes(byName);
  }

  and<Other extends DomainEvent>(others: EventTypes<Other>): EventTypes<Event | Other> {
    const byName = new Map([...this.byName, ...others.byName]);
    if (byName.size !== this.byName.size + others.byName.size)
      throw new TypeError('two event types have the same name');
    return new EventTypes(byName);
  }

  get names(): readonly string[] {
    return [...this.byName.keys()];
  }

  schemaOf(event: Event): number {
    return this.named(event.type).schema;
  }

  /** Throws UnknownEventType or SchemaFromTheFuture: what is not understood is never guessed or skipped. */
  decode(recorded: Pick<RecordedEvent, 'type' | 'data'>, schema: number): Event {
    const data = this.named(recorded.type).read(JSON.parse(recorded.data) as object, schema);
    // The one place where bytes become types: the golden files prove that it is true.
    return { type: recorded.type, data } as unknown as Event;
  }

  private named(name: string): AnyEventType {
    const type = this.byName.get(name);
    if (type === undefined) throw new UnknownEventType(name);
    return type;
  }
}

/** A category's events: `EventIn<typeof imageEvents>`. */
export type EventIn<T> = T extends EventTypes<infer Event> ? Event : never;

export class UnknownEventType extends Error {
  override readonly name = 'UnknownEventType';
  constructor(readonly eventType: string) {
    super(`the log holds an event of type ${eventType}, which this version does not know`);
  }
}

export class SchemaFromTheFuture extends Error {
  override readonly name = 'SchemaFromTheFuture';
  constructor(
    readonly eventType: string,
    readonly schema: number,
    readonly newest: number,
  ) {
    super(`the log holds ${eventType} in schema ${schema}; this version knows schemas 1 to ${newest}`);
  }
}
