import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How the second of two resources came of the first. */
export const LINEAGE_KINDS = [
  'launched-from',
  'launched-with',
  'created-from',
  'snapshot-of',
  'registered-from',
  'copied-from',
] as const;
export type LineageKind = (typeof LINEAGE_KINDS)[number];

/**
 * One resource came of another, and always will have. Everything that a resource came of is on record with the resource
 * itself: nothing that is there ever gets another ancestor.
 */
@Entity({ schema: 'views', name: 'lineage_1', synchronize: false })
export class LineageEdgeRow {
  @PrimaryColumn({ name: 'from_id', type: 'text' })
  fromId!: string;

  @PrimaryColumn({ name: 'to_id', type: 'text' })
  toId!: string;

  @PrimaryColumn({ type: 'text' })
  kind!: LineageKind;

  /** Whose the second is. */
  @Column({ name: 'owner_id', type: 'text' })
  ownerId!: string;

  @Column({ type: 'timestamptz' })
  since!: Date;

  @Column({ type: 'bigint' })
  position!: string;
}

/** Followed both ways, and read in the order of ids: the same that a program sorts them in. */
export const lineageDdl = (table: string): readonly string[] => [
  `CREATE TABLE ${table} (
    from_id text COLLATE "C" NOT NULL,
    to_id text COLLATE "C" NOT NULL,
    kind text NOT NULL,
    owner_id text NOT NULL,
    since timestamptz NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (from_id, to_id, kind)
  )`,
  `CREATE INDEX ON ${table} (to_id, from_id)`,
];
