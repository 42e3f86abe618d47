import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Validity } from '#projections';
import type { Tags, VolumeLifecycle, VolumeType } from '#machine-images';
import { ownedIndexes } from '../owned-resources';

/** A volume as it was for a time; as it is, where `validTo` is null. */
@Entity({ schema: 'views', name: 'volumes_1', synchronize: false })
export class VolumeRow implements Validity {
  @PrimaryColumn({ name: 'volume_id', type: 'text' })
  volumeId!: string;

  @PrimaryColumn({ name: 'valid_from', type: 'timestamptz' })
  validFrom!: Date;

  @Column({ name: 'valid_to', type: 'timestamptz', nullable: true })
  validTo!: Date | null;

  @Column({ name: 'owner_id', type: 'text' })
  ownerId!: string;

  @Column({ type: 'text' })
  region!: string;

  @Column({ type: 'text' })
  zone!: string;

  @Column({ type: 'text' })
  state!: VolumeLifecycle;

  /** Why it never came to be. */
  @Column({ name: 'state_message', type: 'text', nullable: true })
  stateMessage!: string | null;

  /** GiB. */
  @Column({ type: 'integer' })
  size!: number;

  @Column({ name: 'volume_type', type: 'text' })
  volumeType!: VolumeType;

  @Column({ type: 'integer', nullable: true })
  iops!: number | null;

  /** MiB/s. */
  @Column({ type: 'integer', nullable: true })
  throughput!: number | null;

  @Column({ type: 'boolean' })
  encrypted!: boolean;

  @Column({ name: 'snapshot_id', type: 'text', nullable: true })
  snapshotId!: string | null;

  /** The instance that has it. */
  @Column({ name: 'instance_id', type: 'text', nullable: true })
  instanceId!: string | null;

  @Column({ type: 'text', nullable: true })
  device!: string | null;

  @Column({ name: 'delete_on_termination', type: 'boolean', nullable: true })
  deleteOnTermination!: boolean | null;

  @Column({ name: 'attach_time', type: 'timestamptz', nullable: true })
  attachTime!: Date | null;

  @Column({ name: 'creation_date', type: 'timestamptz' })
  creationDate!: Date;

  @Column({ name: 'deletion_time', type: 'timestamptz', nullable: true })
  deletionTime!: Date | null;

  @Column({ type: 'jsonb' })
  tags!: Tags;

  /** Of the volume's stream. */
  @Column({ type: 'integer' })
  revision!: number;
}

/** A volume at one moment. */
export type VolumeFacts = Omit<VolumeRow, keyof Validity>;

export const volumesDdl = (table: string): readonly string[] => [
  `CREATE TABLE ${table} (
    volume_id text NOT NULL,
    valid_from timestamptz NOT NULL,
    valid_to timestamptz,
    owner_id text NOT NULL,
    region text NOT NULL,
    zone text NOT NULL,
    state text NOT NULL,
    state_message text,
    size integer NOT NULL,
    volume_type text NOT NULL,
    iops integer,
    throughput integer,
    encrypted boolean NOT NULL,
    snapshot_id text,
    instance_id text,
    device text,
    delete_on_termination boolean,
    attach_time timestamptz,
    creation_date timestamptz NOT NULL,
    deletion_time timestamptz,
    tags jsonb NOT NULL,
    revision integer NOT NULL,
    PRIMARY KEY (volume_id, valid_from)
  )`,
  ...ownedIndexes(table, 'volume_id'),
  `CREATE INDEX ON ${table} (instance_id) WHERE instance_id IS NOT NULL`,
];
