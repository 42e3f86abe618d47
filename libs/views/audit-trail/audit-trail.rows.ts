import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Actor } from '#event-sourcing';

/** One event of the log: who, why, when, and with what outcome. */
@Entity({ schema: 'views', name: 'audit_trail_1', synchronize: false })
export class AuditTrailRow {
  @PrimaryColumn({ type: 'bigint' })
  position!: string;

  @Column({ name: 'event_id', type: 'uuid' })
  eventId!: string;

  @Column({ type: 'text' })
  event!: string;

  @Column({ type: 'timestamptz' })
  at!: Date;

  /** What names a person in it is sealed. */
  @Column({ type: 'jsonb' })
  actor!: Actor;

  /** A pseudonym, the same in everything that one person did. */
  @Column({ type: 'text', nullable: true })
  person!: string | null;

  @Column({ type: 'jsonb' })
  resources!: readonly string[];

  @Column({ type: 'text', nullable: true })
  region!: string | null;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  @Column({ name: 'correlation_id', type: 'text' })
  correlationId!: string;

  @Column({ name: 'causation_id', type: 'text' })
  causationId!: string;

  @Column({ type: 'text' })
  outcome!: 'done' | 'refused';

  /** Of a refusal. */
  @Column({ type: 'text', nullable: true })
  code!: string | null;

  /** Without what nobody is shown. */
  @Column({ type: 'jsonb' })
  data!: object;
}

/** A resource that an event speaks of. */
@Entity({ schema: 'views', name: 'audit_trail_resources_1', synchronize: false })
export class AuditResourceRow {
  @PrimaryColumn({ type: 'text' })
  resource!: string;

  @PrimaryColumn({ type: 'bigint' })
  position!: string;
}

/**
 * What an account sees of an event: `all` of what happened to what it owns; its own `act` on what another owns; and
 * `nothing` of a refusal that must not be told from no refusal.
 */
export type Sight = 'all' | 'act' | 'nothing';

/** An account in whose trail an event is. */
@Entity({ schema: 'views', name: 'audit_trail_accounts_1', synchronize: false })
export class AuditAccountRow {
  @PrimaryColumn({ type: 'text' })
  account!: string;

  @PrimaryColumn({ type: 'bigint' })
  position!: string;

  @Column({ type: 'text' })
  sees!: Sight;
}

/** Whose a resource is, and where, as its events first said it: neither ever changes. */
@Entity({ schema: 'views', name: 'audit_trail_owners_1', synchronize: false })
export class AuditOwnerRow {
  @PrimaryColumn({ type: 'text' })
  resource!: string;

  @Column({ type: 'text', nullable: true })
  account!: string | null;

  @Column({ type: 'text', nullable: true })
  region!: string | null;
}

/** Every filter has an index in the order of the pages; times grow with positions, so one index finds where they begin. */
export const auditTrailDdl = (table: string): readonly string[] => [
  `CREATE TABLE ${table} (
    position bigint PRIMARY KEY,
    event_id uuid NOT NULL,
    event text NOT NULL,
    at timestamptz NOT NULL,
    actor jsonb NOT NULL,
    person text,
    resources jsonb NOT NULL,
    region text,
    reason text,
    correlation_id text NOT NULL,
    causation_id text NOT NULL,
    outcome text NOT NULL,
    code text,
    data jsonb NOT NULL
  )`,
  `CREATE INDEX ON ${table} (at, position)`,
  `CREATE INDEX ON ${table} (person, position) WHERE person IS NOT NULL`,
  `CREATE INDEX ON ${table} (event, position)`,
  `CREATE INDEX ON ${table} (correlation_id, position)`,
  `CREATE INDEX ON ${table} (position) WHERE outcome = 'refused'`,
  `CREATE INDEX ON ${table} USING gin (to_tsvector('simple', reason)) WITH (fastupdate = off)`,
];

export const auditResourcesDdl = (table: string): readonly string[] => [
  `CREATE TABLE ${table} (resource text, position bigint, PRIMARY KEY (resource, position))`,
];

export const auditAccountsDdl = (table: string): readonly string[] => [
  `CREATE TABLE ${table} (account text, position bigint, sees text NOT NULL, PRIMARY KEY (account, position))`,
];

export const auditOwnersDdl = (table: string): readonly string[] => [
  `CREATE TABLE ${table} (resource text PRIMARY KEY, account text, region text)`,
];
