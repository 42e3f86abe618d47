import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Validity } from '#projections';
import {
  withRevocation,
  type AdoptedOrigin,
  type DeregistrationProtection,
  type ImageBeginning,
  type ImageContent,
  type ImageLifecycle,
  type RevocationCause,
  type Tags,
  type Visibility,
} from '#machine-images';

/** One of the causes why an image is revoked. */
export interface RevocationFacts {
  readonly cause: RevocationCause;
  /** RFC 3339. */
  readonly since: string;
  readonly reason: string | null;
}

/** An image as it was for a time; as it is, where `validTo` is null. */
@Entity({ schema: 'views', name: 'images_6', synchronize: false })
export class ImageRow implements Validity {
  @PrimaryColumn({ name: 'image_id', type: 'text' })
  imageId!: string;

  @PrimaryColumn({ name: 'valid_from', type: 'timestamptz' })
  validFrom!: Date;

  @Column({ name: 'valid_to', type: 'timestamptz', nullable: true })
  validTo!: Date | null;

  @Column({ name: 'owner_id', type: 'text' })
  ownerId!: string;

  @Column({ type: 'text' })
  region!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text', nullable: true })
  description!: string | null;

  @Column({ type: 'text' })
  state!: ImageLifecycle;

  /** Why it failed. */
  @Column({ name: 'state_message', type: 'text', nullable: true })
  stateMessage!: string | null;

  /** Shared with everybody, as long as that lasts. */
  @Column({ name: 'is_public', type: 'boolean' })
  isPublic!: boolean;

  /** When that ends by itself, or ended: whether or not that was recorded. */
  @Column({ name: 'public_until', type: 'timestamptz', nullable: true })
  publicUntil!: Date | null;

  /** It was shared with somebody by name. Whether it still is, its launch permissions say. */
  @Column({ name: 'was_shared', type: 'boolean' })
  wasShared!: boolean;

  @Column({ name: 'creation_date', type: 'timestamptz' })
  creationDate!: Date;

  /** When the ledger came to know of an image that it did not make. */
  @Column({ name: 'adoption_time', type: 'timestamptz', nullable: true })
  adoptionTime!: Date | null;

  @Column({ name: 'deregistration_time', type: 'timestamptz', nullable: true })
  deregistrationTime!: Date | null;

  @Column({ type: 'jsonb' })
  origin!: AdoptedOrigin;

  @Column({ type: 'jsonb' })
  content!: ImageContent & Pick<ImageBeginning, 'rootDeviceType'>;

  @Column({ type: 'jsonb' })
  tags!: Tags;

  /** When it was asked to be deprecated. */
  @Column({ name: 'deprecate_at', type: 'timestamptz', nullable: true })
  deprecateAt!: Date | null;

  /** What to launch instead, where that was said. */
  @Column({ type: 'text', nullable: true })
  replacement!: string | null;

  /** From when on it is deprecated: what is public, and for as long, is so in the end, whether or not it was asked for. */
  @Column({ name: 'deprecation_time', type: 'timestamptz', nullable: true })
  deprecationTime!: Date | null;

  @Column({ name: 'deregistration_protection', type: 'text' })
  deregistrationProtection!: DeregistrationProtection;

  /** When a cooldown ends, or ended, that followed a protection. */
  @Column({ name: 'cooldown_end_time', type: 'timestamptz', nullable: true })
  cooldownEndTime!: Date | null;

  /** It is revoked while there is any. */
  @Column({ type: 'jsonb' })
  revocations!: readonly RevocationFacts[];

  /** It takes effect by itself when its time has come, whether or not that was announced. */
  @Column({ name: 'scheduled_revocation', type: 'jsonb', nullable: true })
  scheduledRevocation!: RevocationFacts | null;

  /** Cascades of other accounts' that began at what it came of. */
  @Column({ name: 'revoked_ancestors', type: 'jsonb' })
  revokedAncestors!: readonly string[];

  /** Set on what was put into the Recycle Bin, and kept when its time there is over. */
  @Column({ name: 'retained_until', type: 'timestamptz', nullable: true })
  retainedUntil!: Date | null;

  /** By which rule. */
  @Column({ name: 'retention_rule_id', type: 'text', nullable: true })
  retentionRuleId!: string | null;

  /** Of the image's stream. */
  @Column({ type: 'integer' })
  revision!: number;
}

/** An image at one moment: with what takes effect by itself. */
export interface ImageFacts extends Omit<
  ImageRow,
  keyof Validity | 'isPublic' | 'publicUntil' | 'wasShared'
> {
  readonly visibility: Visibility;
}

/** Why an image is revoked at a time: what is on record, and what has taken effect by itself. */
export const revocationFactsAt = (
  { revocations, scheduledRevocation: scheduled }: Pick<ImageRow, 'revocations' | 'scheduledRevocation'>,
  at: Date,
): readonly RevocationFacts[] =>
  scheduled === null || new Date(scheduled.since) > at ? revocations : withRevocation(revocations, scheduled);

/** `isShared`: with somebody by name, at that time. */
export function factsAt(
  { validFrom: _from, validTo: _to, isPublic, publicUntil, wasShared: _was, ...recorded }: ImageRow,
  isShared: boolean,
  at: Date,
): ImageFacts {
  const row = { ...recorded, revocations: revocationFactsAt(recorded, at) };
  const isOver = publicUntil !== null && publicUntil <= at;
  const deprecationTime = isOver ? row.deprecateAt : row.deprecationTime;
  if (isPublic && !isOver) return { ...row, deprecationTime, visibility: 'public' };
  return { ...row, deprecationTime, visibility: isShared ? 'shared' : 'private' };
}

/**
 * Lists are read in the order of creation: all of a region, those of an owner, those that are public. One row per image
 * is valid now, and those have indexes of their own; for a time of the past, an index says by itself which row was.
 */
export const imagesDdl = (table: string): readonly string[] => [
  `CREATE TABLE ${table} (
    image_id text NOT NULL,
    valid_from timestamptz NOT NULL,
    valid_to timestamptz,
    owner_id text NOT NULL,
    region text NOT NULL,
    name text NOT NULL,
    description text,
    state text NOT NULL,
    is_public boolean NOT NULL,
    was_shared boolean NOT NULL,
    creation_date timestamptz NOT NULL,
    deregistration_time timestamptz,
    origin jsonb NOT NULL,
    content jsonb NOT NULL,
    tags jsonb NOT NULL,
    revision integer NOT NULL,
    deprecate_at timestamptz,
    replacement text,
    deprecation_time timestamptz,
    deregistration_protection text NOT NULL,
    cooldown_end_time timestamptz,
    revocations jsonb NOT NULL,
    scheduled_revocation jsonb,
    revoked_ancestors jsonb NOT NULL,
    retained_until timestamptz,
    retention_rule_id text,
    state_message text,
    public_until timestamptz,
    adoption_time timestamptz,
    PRIMARY KEY (image_id, valid_from)
  )`,
  ...[
    { key: 'region', condition: 'true' },
    { key: 'owner_id, region', condition: 'true' },
    { key: 'region', condition: 'is_public' },
  ].flatMap(({ key, condition }) => [
    `CREATE INDEX ON ${table} (${key}, creation_date, image_id) WHERE valid_to IS NULL AND ${condition}`,
    `CREATE INDEX ON ${table} (${key}, creation_date, image_id, valid_from, coalesce(valid_to, 'infinity'))
       WHERE ${condition}`,
  ]),
  `CREATE INDEX ON ${table} (name text_pattern_ops) WHERE valid_to IS NULL`,
];
