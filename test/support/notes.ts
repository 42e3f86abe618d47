import { Column, Entity, PrimaryColumn } from 'typeorm';
import { EventType, EventTypes, type EventIn, type ReadEvent } from '../../libs/event-sourcing';
import { table, type AnyTable, type Projector, type Validity } from '../../libs/projections';

const noteWritten = EventType.named('NoteWritten').as<{ readonly noteId: string; readonly text: string }>();
const noteErased = EventType.named('NoteErased').as<{ readonly noteId: string }>();
const nothingNoted = EventType.named('NothingNoted').as<object>();

/** A domain small enough to see what projections do with it. */
export const noteEvents = EventTypes.of(noteWritten, noteErased, nothingNoted);
export type NoteEvent = EventIn<typeof noteEvents>;

export const written = (noteId: string, text: string): NoteEvent => ({
  type: 'NoteWritten',
  data: { noteId, text },
});
export const erased = (noteId: string): NoteEvent => ({ type: 'NoteErased', data: { noteId } });
export const nothing: NoteEvent = { type: 'NothingNoted', data: {} };

@Entity({ schema: 'views', name: 'note_log_1', synchronize: false })
export class NoteLogRow {
  @PrimaryColumn({ name: 'note_id', type: 'text' })
  noteId!: string;

  @PrimaryColumn({ type: 'bigint' })
  position!: string;

  @Column({ type: 'text', nullable: true })
  text!: string | null;
}

@Entity({ schema: 'views', name: 'notes_1', synchronize: false })
export class NoteRow {
  @PrimaryColumn({ name: 'note_id', type: 'text' })
  noteId!: string;

  @Column({ type: 'text' })
  text!: string;

  /** How often it was written. */
  @Column({ type: 'integer' })
  times!: number;
}

@Entity({ schema: 'views', name: 'note_versions_1', synchronize: false })
export class NoteVersionRow implements Validity {
  @PrimaryColumn({ name: 'note_id', type: 'text' })
  noteId!: string;

  @PrimaryColumn({ name: 'valid_from', type: 'timestamptz' })
  validFrom!: Date;

  @Column({ name: 'valid_to', type: 'timestamptz', nullable: true })
  validTo!: Date | null;

  @Column({ type: 'text' })
  text!: string;
}

export const noteEntities = [NoteLogRow, NoteRow, NoteVersionRow];

/** A row is a plain object. */
type Columns<Row> = { [Name in keyof Row]: Row[Name] };

const keysOf = ({ event }: ReadEvent<NoteEvent>): readonly { readonly noteId: string }[] =>
  event.type === 'NothingNoted' ? [] : [{ noteId: event.data.noteId }];

type LogRows = (read: ReadEvent<NoteEvent>) => readonly Columns<NoteLogRow>[];

export const noteLogRows: LogRows = ({ event, recorded: { position } }) => {
  if (event.type === 'NothingNoted') return [];
  const { noteId } = event.data;
  return [
    { noteId, position: position.toString(), text: event.type === 'NoteWritten' ? event.data.text : null },
  ];
};

export const noteLogTableOf = (rows: LogRows): AnyTable<NoteEvent> =>
  table<NoteEvent, Columns<NoteLogRow>>({
    kind: 'appending',
    row: NoteLogRow,
    ddl: (name) => [
      `CREATE TABLE ${name} (note_id text, position bigint, text text, PRIMARY KEY (note_id, position))`,
      `CREATE INDEX ON ${name} (text)`,
    ],
    rows,
  });

export const noteLogTable = noteLogTableOf(noteLogRows);

export const notesTable = table<NoteEvent, Columns<NoteRow>>({
  kind: 'evolving',
  row: NoteRow,
  ddl: (name) => [
    `CREATE TABLE ${name} (note_id text PRIMARY KEY, text text NOT NULL, times integer NOT NULL)`,
  ],
  key: ['noteId'],
  keysOf,
  evolve: (row, { event }) => {
    if (event.type === 'NoteErased') return undefined;
    if (event.type === 'NothingNoted' || row?.text === event.data.text) return row;
    return { noteId: event.data.noteId, text: event.data.text, times: (row?.times ?? 0) + 1 };
  },
});

export const noteVersionsTable = table<NoteEvent, Columns<NoteVersionRow>>({
  kind: 'temporal',
  row: NoteVersionRow,
  ddl: (name) => [
    `CREATE TABLE ${name} (
      note_id text, valid_from timestamptz, valid_to timestamptz, text text NOT NULL,
      PRIMARY KEY (note_id, valid_from)
    )`,
  ],
  key: ['noteId'],
  keysOf,
  evolve: (row, { event }) => {
    if (event.type === 'NoteErased') return undefined;
    if (event.type === 'NothingNoted' || row?.text === event.data.text) return row;
    return { noteId: event.data.noteId, text: event.data.text };
  },
});

export const notes: Projector<NoteEvent> = {
  name: 'notes',
  shape: 1,
  tables: [notesTable, noteVersionsTable],
};
export const noteLog: Projector<NoteEvent> = { name: 'note-log', shape: 1, tables: [noteLogTable] };
