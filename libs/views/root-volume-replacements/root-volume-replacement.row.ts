import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ReplacementState, RequestedImage } from '#machine-images';
import type { Validity } from '#projections';

/** A replacement of a root volume as it was for a time; as it is, where `validTo` is null. */
@Entity({ schema: 'views', name: 'root_volume_replacements_2', synchronize: false })
export class RootVolumeReplacementRow implements Validity {
  @PrimaryColumn({ name: 'replace_root_volume_task_id', type: 'text' })
  replaceRootVolumeTaskId!: string;

  @PrimaryColumn({ name: 'valid_from', type: 'timestamptz' })
  validFrom!: Date;

  @Column({ name: 'valid_to', type: 'timestamptz', nullable: true })
  validTo!: Date | null;

  @Column({ name: 'instance_id', type: 'text' })
  instanceId!: string;

  @Column({ name: 'task_state', type: 'text' })
  taskState!: ReplacementState;

  /** Why it failed. */
  @Column({ name: 'state_message', type: 'text', nullable: true })
  stateMessage!: string | null;

  @Column({ name: 'start_time', type: 'timestamptz' })
  startTime!: Date;

  @Column({ name: 'complete_time', type: 'timestamptz', nullable: true })
  completeTime!: Date | null;

  /** What was asked for: an image, a snapshot, or neither. */
  @Column({ name: 'image_id', type: 'text', nullable: true })
  imageId!: string | null;

  @Column({ name: 'snapshot_id', type: 'text', nullable: true })
  snapshotId!: string | null;

  /** What the instance is to run from then on, where that is another wish than before. */
  @Column({ type: 'jsonb', nullable: true })
  requested!: RequestedImage | null;

  /** The correlation id of the replacement that it undoes. */
  @Column({ type: 'text', nullable: true })
  undo!: string | null;

  @Column({ name: 'volume_id', type: 'text' })
  volumeId!: string;

  @Column({ name: 'replaced_volume_id', type: 'text' })
  replacedVolumeId!: string;

  @Column({ name: 'delete_replaced_root_volume', type: 'boolean' })
  deleteReplacedRootVolume!: boolean;
}

export const rootVolumeReplacementsDdl = (table: string): readonly string[] => [
  `CREATE TABLE ${table} (
    replace_root_volume_task_id text NOT NULL,
    valid_from timestamptz NOT NULL,
    valid_to timestamptz,
    instance_id text NOT NULL,
    task_state text NOT NULL,
    state_message text,
    start_time timestamptz NOT NULL,
    complete_time timestamptz,
    image_id text,
    snapshot_id text,
    requested jsonb,
    undo text,
    volume_id text NOT NULL,
    replaced_volume_id text NOT NULL,
    delete_replaced_root_volume boolean NOT NULL,
    PRIMARY KEY (replace_root_volume_task_id, valid_from)
  )`,
  `CREATE INDEX ON ${table} (instance_id, start_time, replace_root_volume_task_id)`,
];
