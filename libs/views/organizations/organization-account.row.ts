import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Validity } from '#projections';

/** Where in an organization an account was for a time; where it is, where `validTo` is null. */
@Entity({ schema: 'views', name: 'organization_accounts_1', synchronize: false })
export class OrganizationAccountRow implements Validity {
  @PrimaryColumn({ type: 'text' })
  account!: string;

  @PrimaryColumn({ name: 'valid_from', type: 'timestamptz' })
  validFrom!: Date;

  @Column({ name: 'valid_to', type: 'timestamptz', nullable: true })
  validTo!: Date | null;

  @Column({ name: 'organization_id', type: 'text' })
  organizationId!: string;

  /** Null: at the top of the organization. */
  @Column({ type: 'text', nullable: true })
  unit!: string | null;

  @Column({ name: 'joined_at', type: 'timestamptz' })
  joinedAt!: Date;

  /** Of the account's membership. */
  @Column({ type: 'integer' })
  revision!: number;
}

/**
 * An account is covered by the launch permissions of one organization or unit. A row of its own for each, because an
 * account that moves from one unit to the next has not left what both are in.
 */
@Entity({ schema: 'views', name: 'organization_principals_1', synchronize: false })
export class OrganizationPrincipalRow implements Validity {
  @PrimaryColumn({ type: 'text' })
  account!: string;

  /** As launch permissions name it. */
  @PrimaryColumn({ type: 'text' })
  principal!: string;

  @PrimaryColumn({ name: 'valid_from', type: 'timestamptz' })
  validFrom!: Date;

  @Column({ name: 'valid_to', type: 'timestamptz', nullable: true })
  validTo!: Date | null;
}

export const organizationAccountsDdl = (table: string): readonly string[] => [
  `CREATE TABLE ${table} (
    account text NOT NULL,
    valid_from timestamptz NOT NULL,
    valid_to timestamptz,
    organization_id text NOT NULL,
    unit text,
    joined_at timestamptz NOT NULL,
    revision integer NOT NULL,
    PRIMARY KEY (account, valid_from)
  )`,
  `CREATE INDEX ON ${table} (organization_id, account) WHERE valid_to IS NULL`,
  `CREATE INDEX ON ${table} (organization_id, account, valid_from, coalesce(valid_to, 'infinity'))`,
];

export const organizationPrincipalsDdl = (table: string): readonly string[] => [
  `CREATE TABLE ${table} (
    account text NOT NULL,
    principal text NOT NULL,
    valid_from timestamptz NOT NULL,
    valid_to timestamptz,
    PRIMARY KEY (account, principal, valid_from)
  )`,
];
