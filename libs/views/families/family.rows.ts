import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Actor } from '#event-sourcing';
import type { Validity } from '#projections';

/** A family as it is now. */
@Entity({ schema: 'views', name: 'families_1', synchronize: false })
export class FamilyRow {
  @PrimaryColumn({ name: 'owner_id', type: 'text' })
  ownerId!: string;

  @PrimaryColumn({ type: 'text' })
  name!: string;

  @Column({ type: 'text', nullable: true })
  description!: string | null;

  @Column({ name: 'creation_date', type: 'timestamptz' })
  creationDate!: Date;

  /** How many. */
  @Column({ type: 'integer' })
  versions!: number;

  @Column({ type: 'jsonb' })
  revoked!: readonly number[];

  /** The newest version that is not revoked, and what it was before the last event. */
  @Column({ type: 'integer', nullable: true })
  latest!: number | null;

  @Column({ name: 'latest_before', type: 'integer', nullable: true })
  latestBefore!: number | null;

  /** Of the family's stream. */
  @Column({ type: 'integer' })
  revision!: number;
}

/** A version as it was for a time; as it is, where `validTo` is null. */
@Entity({ schema: 'views', name: 'image_versions_1', synchronize: false })
export class ImageVersionRow implements Validity {
  @PrimaryColumn({ name: 'owner_id', type: 'text' })
  ownerId!: string;

  @PrimaryColumn({ type: 'text' })
  name!: string;

  @PrimaryColumn({ type: 'integer' })
  version!: number;

  @PrimaryColumn({ name: 'valid_from', type: 'timestamptz' })
  validFrom!: Date;

  @Column({ name: 'valid_to', type: 'timestamptz', nullable: true })
  validTo!: Date | null;

  @Column({ name: 'image_id', type: 'text' })
  imageId!: string;

  @Column({ type: 'boolean' })
  revoked!: boolean;

  @Column({ name: 'publication_date', type: 'timestamptz' })
  publicationDate!: Date;
}

/** A channel moved. Where it pointed at a time is where its last movement by then left it. */
@Entity({ schema: 'views', name: 'channel_movements_1', synchronize: false })
export class ChannelMovementRow {
  @PrimaryColumn({ name: 'owner_id', type: 'text' })
  ownerId!: string;

  @PrimaryColumn({ type: 'text' })
  name!: string;

  @PrimaryColumn({ type: 'text' })
  channel!: string;

  /** Of the family's stream. */
  @PrimaryColumn({ type: 'integer' })
  revision!: number;

  @Column({ type: 'text' })
  event!: string;

  /** Null: it pointed, or points, at no version. */
  @Column({ name: 'from_version', type: 'integer', nullable: true })
  fromVersion!: number | null;

  @Column({ name: 'to_version', type: 'integer', nullable: true })
  toVersion!: number | null;

  /** From when on: a channel leaves an image that is revoked when that is, also where it is recorded later. */
  @Column({ type: 'timestamptz' })
  at!: Date;

  @Column({ type: 'jsonb' })
  actor!: Actor;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  @Column({ name: 'correlation_id', type: 'text' })
  correlationId!: string;
}

export const familiesDdl = (table: string): readonly string[] => [
  `CREATE TABLE ${table} (
    owner_id text NOT NULL,
    name text NOT NULL,
    description text,
    creation_date timestamptz NOT NULL,
    versions integer NOT NULL,
    revoked jsonb NOT NULL,
    latest integer,
    latest_before integer,
    revision integer NOT NULL,
    PRIMARY KEY (owner_id, name)
  )`,
];

export const imageVersionsDdl = (table: string): readonly string[] => [
  `CREATE TABLE ${table} (
    owner_id text NOT NULL,
    name text NOT NULL,
    version integer NOT NULL,
    valid_from timestamptz NOT NULL,
    valid_to timestamptz,
    image_id text NOT NULL,
    revoked boolean NOT NULL,
    publication_date timestamptz NOT NULL,
    PRIMARY KEY (owner_id, name, version, valid_from)
  )`,
  `CREATE INDEX ON ${table} (image_id, owner_id, name) WHERE valid_to IS NULL`,
];

export const channelMovementsDdl = (table: string): readonly string[] => [
  `CREATE TABLE ${table} (
    owner_id text NOT NULL,
    name text NOT NULL,
    channel text NOT NULL,
    revision integer NOT NULL,
    event text NOT NULL,
    from_version integer,
    to_version integer,
    at timestamptz NOT NULL,
    actor jsonb NOT NULL,
    reason text,
    correlation_id text NOT NULL,
    PRIMARY KEY (owner_id, name, channel, revision)
  )`,
];
