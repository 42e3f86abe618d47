import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Validity } from '#projections';
import type { SnapshotLifecycle, Tags } from '#machine-images';
import { ownedIndexes } from '../owned-resources';

/** A snapshot that the ledger made, as it was for a time; as it is, where `validTo` is null. */
@Entity({ schema: 'views', name: 'snapshots_1', synchronize: false })
export class SnapshotRow implements Validity {
  @PrimaryColumn({ name: 'snapshot_id', type: 'text' })
  snapshotId!: string;

  @PrimaryColumn({ name: 'valid_from', type: 'timestamptz' })
  validFrom!: Date;

  @Column({ name: 'valid_to', type: 'timestamptz', nullable: true })
  validTo!: Date | null;

  @Column({ name: 'owner_id', type: 'text' })
  ownerId!: string;

  @Column({ type: 'text' })
  region!: string;

  @Column({ type: 'text' })
  state!: SnapshotLifecycle;

  /** Why it failed. */
  @Column({ name: 'state_message', type: 'text', nullable: true })
  stateMessage!: string | null;

  @Column({ name: 'volume_id', type: 'text', nullable: true })
  volumeId!: string | null;

  /** The snapshot that it was copied from. */
  @Column({ name: 'source_snapshot_id', type: 'text', nullable: true })
  sourceSnapshotId!: string | null;

  /** GiB. */
  @Column({ name: 'volume_size', type: 'integer' })
  volumeSize!: number;

  @Column({ type: 'boolean' })
  encrypted!: boolean;

  @Column({ type: 'text', nullable: true })
  description!: string | null;

  /** When it was asked for. */
  @Column({ name: 'creation_date', type: 'timestamptz' })
  creationDate!: Date;

  @Column({ name: 'completion_time', type: 'timestamptz', nullable: true })
  completionTime!: Date | null;

  @Column({ name: 'deletion_time', type: 'timestamptz', nullable: true })
  deletionTime!: Date | null;

  @Column({ type: 'jsonb' })
  tags!: Tags;

  /** Of the snapshot's stream. */
  @Column({ type: 'integer' })
  revision!: number;
}

/** A snapshot at one moment. */
export type SnapshotFacts = Omit<SnapshotRow, keyof Validity>;

export const snapshotsDdl = (table: string): readonly string[] => [
  `CREATE TABLE ${table} (
    snapshot_id text NOT NULL,
    valid_from timestamptz NOT NULL,
    valid_to timestamptz,
    owner_id text NOT NULL,
    region text NOT NULL,
    state text NOT NULL,
    state_message text,
    volume_id text,
    source_snapshot_id text,
    volume_size integer NOT NULL,
    encrypted boolean NOT NULL,
    description text,
    creation_date timestamptz NOT NULL,
    completion_time timestamptz,
    deletion_time timestamptz,
    tags jsonb NOT NULL,
    revision integer NOT NULL,
    PRIMARY KEY (snapshot_id, valid_from)
  )`,
  ...ownedIndexes(table, 'snapshot_id'),
  `CREATE INDEX ON ${table} (volume_id)`,
];
