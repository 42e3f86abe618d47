import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Actor } from '#event-sourcing';
import type { LaunchPrincipal } from '#machine-images';
import type { Validity } from '#projections';

/** Whether an account was asked to accept, and what it said. */
export type Consent = 'not-asked' | 'pending' | 'accepted' | 'rejected';

/** Somebody besides the owner may launch an image, for a time. */
@Entity({ schema: 'views', name: 'launch_permissions_5', synchronize: false })
export class LaunchPermissionRow implements Validity {
  @PrimaryColumn({ name: 'image_id', type: 'text' })
  imageId!: string;

  /** An account id, `all`, an organization `o-…` or a unit of it `o-…/ou-…`. */
  @PrimaryColumn({ type: 'text' })
  principal!: string;

  @PrimaryColumn({ name: 'valid_from', type: 'timestamptz' })
  validFrom!: Date;

  @Column({ name: 'valid_to', type: 'timestamptz', nullable: true })
  validTo!: Date | null;

  /** It is over from then on, whether or not that was recorded by `validTo`. */
  @Column({ name: 'expires_at', type: 'timestamptz', nullable: true })
  expiresAt!: Date | null;

  /** It lets launch where it is not asked for, or given. */
  @Column({ type: 'text' })
  consent!: Consent;

  /** Since when the principal has had a permission without a break, on whatever terms; or an offer of one. */
  @Column({ type: 'timestamptz' })
  since!: Date;

  /** The principal as it was named. */
  @Column({ name: 'granted_to', type: 'jsonb' })
  grantedTo!: LaunchPrincipal;

  @Column({ name: 'granted_by', type: 'jsonb' })
  grantedBy!: Actor;

  /** Seen to be there, and granted by nobody knows whom: `grantedBy` told of it. */
  @Column({ type: 'boolean' })
  observed!: boolean;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  @Column({ name: 'correlation_id', type: 'text' })
  correlationId!: string;
}

export const launchPermissionsDdl = (table: string): readonly string[] => [
  `CREATE TABLE ${table} (
    image_id text NOT NULL,
    principal text NOT NULL,
    valid_from timestamptz NOT NULL,
    valid_to timestamptz,
    expires_at timestamptz,
    consent text NOT NULL,
    since timestamptz NOT NULL,
    granted_to jsonb NOT NULL,
    granted_by jsonb NOT NULL,
    observed boolean NOT NULL,
    reason text,
    correlation_id text NOT NULL,
    PRIMARY KEY (image_id, principal, valid_from)
  )`,
  `CREATE INDEX ON ${table} (principal, image_id) WHERE valid_to IS NULL`,
  `CREATE INDEX ON ${table} (principal, image_id, valid_from, coalesce(valid_to, 'infinity'))`,
];
