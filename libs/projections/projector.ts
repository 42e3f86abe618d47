import type { DomainEvent, ReadEvent } from '#event-sourcing';

/** A class that TypeORM knows as an entity; its table is a view's. */
export type EntityClass<Row extends object> = abstract new () => Row;

interface Table<Row extends object> {
  readonly row: EntityClass<Row>;
  /** Makes the table under a name of the caller's choosing: a rebuild fills a second one beside the first. */
  readonly ddl: (table: string) => readonly string[];
}

/** One or more rows per event, never touched again. */
export interface AppendingTable<Event extends DomainEvent, Row extends object> extends Table<Row> {
  readonly kind: 'appending';
  readonly rows: (read: ReadEvent<Event>) => readonly Row[];
}

/** One row per key, as it is now. `undefined` removes it. */
export interface EvolvingTable<Event extends DomainEvent, Row extends object> extends Table<Row> {
  readonly kind: 'evolving';
  readonly key: readonly (keyof Row & string)[];
  /** The rows that an event may change, by their keys. */
  readonly keysOf: (read: ReadEvent<Event>) => readonly Partial<Row>[];
  /** Answers the very row it was given when nothing changes. */
  readonly evolve: (row: Row | undefined, read: ReadEvent<Event>, key: Partial<Row>) => Row | undefined;
}

/** From when on, and until when, a row was true, by the log's clock. `null`: still. Empty ranges answer nothing. */
export interface Validity {
  validFrom: Date;
  validTo: Date | null;
}

/** One row per key and time in which it stayed the same, so that every moment can be asked about. */
export interface TemporalTable<Event extends DomainEvent, Row extends Validity> extends Table<Row> {
  readonly kind: 'temporal';
  readonly key: readonly (keyof Row & string)[];
  readonly keysOf: (read: ReadEvent<Event>) => readonly Partial<Row>[];
  /** From when on it is true what an event says, where that is before it was recorded. */
  readonly since?: (read: ReadEvent<Event>) => Date | undefined;
  /** The validity of what it answers is set by the runner. */
  readonly evolve: (
    row: Row | undefined,
    read: ReadEvent<Event>,
    key: Partial<Row>,
  ) => Omit<Row, keyof Validity> | undefined;
}

/**
 * Rows like those of an appending table, made with what an evolving table of the same view, its memory, knows by then.
 */
export interface RecallingTable<
  Event extends DomainEvent,
  Row extends object,
  Known extends object,
> extends Table<Row> {
  readonly kind: 'recalling';
  readonly memory: EvolvingTable<Event, Known>;
  /** `known`: the memory's rows for the keys that it has for this event, with the event itself in them. */
  readonly rows: (read: ReadEvent<Event>, known: readonly Known[]) => readonly Row[];
}

export type ViewTable<Event extends DomainEvent, Row extends object> =
  | AppendingTable<Event, Row>
  | EvolvingTable<Event, Row>
  | (Row extends Validity ? TemporalTable<Event, Row> : never);

/** Rows of any kind, once they are only to be stored. */
export type AnyRow = Record<string, unknown>;

/** A table whose row type nobody needs to know any more. */
export type AnyTable<Event extends DomainEvent> =
  | AppendingTable<Event, AnyRow>
  | EvolvingTable<Event, AnyRow>
  | TemporalTable<Event, AnyRow & Validity>
  | RecallingTable<Event, AnyRow, AnyRow>;

/** Turns events into the rows of one view. Pure; the runner stores what it answers, together with the position. */
export interface Projector<Event extends DomainEvent> {
  /** Data, never changed: the position is kept under it. */
  readonly name: string;
  /** Goes up with every change of what its rows hold; the names of its tables end in it. */
  readonly shape: number;
  readonly tables: readonly AnyTable<Event>[];
}

/** Forgets the row type, after having checked everything against it. */
export const table = <Event extends DomainEvent, Row extends object>(
  declared: ViewTable<Event, Row>,
): AnyTable<Event> => declared as unknown as AnyTable<Event>;

/** The same for a table with a memory. */
export const recalling = <Event extends DomainEvent, Row extends object, Known extends object>(
  declared: RecallingTable<Event, Row, Known>,
): AnyTable<Event> => declared as unknown as AnyTable<Event>;
