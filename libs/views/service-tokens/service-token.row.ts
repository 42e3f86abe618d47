import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from '#access';

@Entity({ schema: 'views', name: 'service_tokens_1', synchronize: false })
export class ServiceTokenRow {
  @PrimaryColumn({ name: 'token_id', type: 'text' })
  tokenId!: string;

  @Column({ type: 'text' })
  account!: string;

  /** Sealed. */
  @Column({ type: 'text' })
  subject!: string;

  @Column({ type: 'jsonb' })
  roles!: readonly Role[];

  @Column({ name: 'token_hash', type: 'text' })
  tokenHash!: string;

  @Column({ name: 'issued_at', type: 'timestamptz' })
  issuedAt!: Date;

  @Column({ name: 'expires_at', type: 'timestamptz', nullable: true })
  expiresAt!: Date | null;

  @Column({ name: 'revoked_at', type: 'timestamptz', nullable: true })
  revokedAt!: Date | null;
}

export const serviceTokensDdl = (table: string): readonly string[] => [
  `CREATE TABLE ${table} (
    token_id text PRIMARY KEY,
    account text NOT NULL,
    subject text NOT NULL,
    roles jsonb NOT NULL,
    token_hash text NOT NULL UNIQUE,
    issued_at timestamptz NOT NULL,
    expires_at timestamptz,
    revoked_at timestamptz
  )`,
];
