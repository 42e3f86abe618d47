import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Actor } from '#event-sourcing';

/** What happened to a resource: who, why, when. */
@Entity({ schema: 'views', name: 'resource_history_1', synchronize: false })
export class ResourceHistoryRow {
  @PrimaryColumn({ name: 'resource_id', type: 'text' })
  resourceId!: string;

  /** Of the resource's stream. */
  @PrimaryColumn({ type: 'integer' })
  revision!: number;

  @Column({ type: 'text' })
  event!: string;

  @Column({ type: 'timestamptz' })
  at!: Date;

  @Column({ type: 'jsonb' })
  actor!: Actor;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  @Column({ name: 'correlation_id', type: 'text' })
  correlationId!: string;

  /** It was seen to have happened elsewhere. */
  @Column({ type: 'boolean' })
  observed!: boolean;
}

/**
 * One aspect of a resource after an event that changed it. What it was before is what the last earlier change of the
 * same aspect left, so it is not stored again.
 */
@Entity({ schema: 'views', name: 'resource_changes_1', synchronize: false })
export class ResourceChangeRow {
  @PrimaryColumn({ name: 'resource_id', type: 'text' })
  resourceId!: string;

  /** Such as `description`, `tags/Name` or `launchPermissions/111122223333`. */
  @PrimaryColumn({ type: 'text' })
  aspect!: string;

  @PrimaryColumn({ type: 'integer' })
  revision!: number;

  /** Null: not there any more. */
  @Column({ type: 'jsonb', nullable: true })
  after!: unknown;
}

export const resourceHistoryDdl = (table: string): readonly string[] => [
  `CREATE TABLE ${table} (
    resource_id text NOT NULL,
    revision integer NOT NULL,
    event text NOT NULL,
    at timestamptz NOT NULL,
    actor jsonb NOT NULL,
    reason text,
    correlation_id text NOT NULL,
    observed boolean NOT NULL,
    PRIMARY KEY (resource_id, revision)
  )`,
];

export const resourceChangesDdl = (table: string): readonly string[] => [
  `CREATE TABLE ${table} (
    resource_id text NOT NULL,
    aspect text NOT NULL,
    revision integer NOT NULL,
    after jsonb,
    PRIMARY KEY (resource_id, aspect, revision)
  )`,
  `CREATE INDEX ON ${table} (resource_id, revision)`,
];
