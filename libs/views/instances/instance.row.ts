import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Actor } from '#event-sourcing';
import type {
  InstanceBeginning,
  InstanceLifecycle,
  RequestedImage,
  RootVolumeOrigin,
  Tags,
} from '#machine-images';
import type { Validity } from '#projections';
import { ownedIndexes } from '../owned-resources';

/** The volume that has a device name of an instance. */
export interface HeldDevice {
  readonly volumeId: string;
  readonly deleteOnTermination: boolean;
}

/** An instance as it was for a time; as it is, where `validTo` is null. */
@Entity({ schema: 'views', name: 'instances_4', synchronize: false })
export class InstanceRow implements Validity {
  @PrimaryColumn({ name: 'instance_id', type: 'text' })
  instanceId!: string;

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
  state!: InstanceLifecycle;

  @Column({ name: 'image_id', type: 'text' })
  imageId!: string;

  @Column({ name: 'launch_id', type: 'text' })
  launchId!: string;

  /** Of its launch. */
  @Column({ name: 'creation_date', type: 'timestamptz' })
  creationDate!: Date;

  @Column({ name: 'termination_time', type: 'timestamptz', nullable: true })
  terminationTime!: Date | null;

  /** Nobody knows it of an adopted one. */
  @Column({ name: 'launched_by', type: 'jsonb', nullable: true })
  launchedBy!: Actor | null;

  /** When the ledger came to know of an instance that it did not launch. */
  @Column({ name: 'adoption_time', type: 'timestamptz', nullable: true })
  adoptionTime!: Date | null;

  /** Everything that its launch settled. */
  @Column({ type: 'jsonb' })
  launched!: InstanceBeginning;

  /** By device name. */
  @Column({ type: 'jsonb' })
  devices!: Readonly<Record<string, HeldDevice>>;

  /** Of the volume that has the root device; null where it has none, or nobody knows. */
  @Column({ name: 'root_volume_image_id', type: 'text', nullable: true })
  rootVolumeImageId!: string | null;

  /** Since when it has that root volume. */
  @Column({ name: 'root_volume_since', type: 'timestamptz' })
  rootVolumeSince!: Date;

  /** What it is to run: what its launch asked for, or a replacement of its root volume since. */
  @Column({ type: 'jsonb' })
  asked!: RequestedImage;

  /** The same as one text (`askedFor`); empty for an image. */
  @Column({ name: 'asked_for', type: 'text' })
  askedFor!: string;

  /** Where every volume that has or had the root device came from, as far as that is known. */
  @Column({ name: 'root_volumes', type: 'jsonb' })
  rootVolumes!: Readonly<Record<string, RootVolumeOrigin>>;

  @Column({ type: 'jsonb' })
  tags!: Tags;

  /** Of the instance's stream. */
  @Column({ type: 'integer' })
  revision!: number;
}

export const instancesDdl = (table: string): readonly string[] => [
  `CREATE TABLE ${table} (
    instance_id text NOT NULL,
    valid_from timestamptz NOT NULL,
    valid_to timestamptz,
    owner_id text NOT NULL,
    region text NOT NULL,
    zone text NOT NULL,
    state text NOT NULL,
    image_id text NOT NULL,
    launch_id text NOT NULL,
    creation_date timestamptz NOT NULL,
    termination_time timestamptz,
    launched_by jsonb,
    adoption_time timestamptz,
    launched jsonb NOT NULL,
    devices jsonb NOT NULL,
    root_volume_image_id text COLLATE "C",
    root_volume_since timestamptz NOT NULL,
    asked jsonb NOT NULL,
    asked_for text COLLATE "C" NOT NULL,
    root_volumes jsonb NOT NULL,
    tags jsonb NOT NULL,
    revision integer NOT NULL,
    PRIMARY KEY (instance_id, valid_from)
  )`,
  ...ownedIndexes(table, 'instance_id'),
  `CREATE INDEX ON ${table} (image_id, creation_date, instance_id)`,
  `CREATE INDEX ON ${table} (root_volume_image_id, creation_date, instance_id)`,
  `CREATE INDEX ON ${table} (launch_id) WHERE valid_to IS NULL`,
  // What lives, by what it was asked to run and what it runs: drift goes from one such group to the next.
  ...['', 'owner_id, '].map(
    (key) => `CREATE INDEX ON ${table} (${key}asked_for, coalesce(root_volume_image_id, ''), instance_id)
       WHERE valid_to IS NULL AND state <> 'terminated'`,
  ),
  `CREATE INDEX ON ${table} (root_volume_image_id, instance_id) WHERE valid_to IS NULL AND state <> 'terminated'`,
];
