import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Something that is due at a time, and not yet announced. */
@Entity({ schema: 'views', name: 'due_times_1', synchronize: false })
export class DueTimeRow {
  /** The name of the kind. */
  @PrimaryColumn({ type: 'text' })
  kind!: string;

  @PrimaryColumn({ type: 'text' })
  subject!: string;

  @Column({ name: 'due_at', type: 'timestamptz' })
  dueAt!: Date;

  /** Where the event stands that named the time. */
  @Column({ type: 'text' })
  stream!: string;

  @Column({ type: 'integer' })
  revision!: number;
}

export const dueTimesDdl = (table: string): readonly string[] => [
  `CREATE TABLE ${table} (
    kind text NOT NULL,
    subject text NOT NULL,
    due_at timestamptz NOT NULL,
    stream text NOT NULL,
    revision integer NOT NULL,
    PRIMARY KEY (kind, subject)
  )`,
  `CREATE INDEX ON ${table} (due_at, kind, subject)`,
];
