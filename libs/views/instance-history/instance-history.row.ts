import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Actor } from '#event-sourcing';
import type { InstanceEvent } from '#machine-images';

/** What happened to an instance: who, why, when. */
@Entity({ schema: 'views', name: 'instance_history_1', synchronize: false })
export class InstanceHistoryRow {
  @PrimaryColumn({ name: 'instance_id', type: 'text' })
  instanceId!: string;

  /** Of the instance's stream. */
  @PrimaryColumn({ type: 'integer' })
  revision!: number;

  @Column({ type: 'text' })
  event!: InstanceEvent['type'];

  @Column({ type: 'timestamptz' })
  at!: Date;

  @Column({ type: 'jsonb' })
  actor!: Actor;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  @Column({ name: 'correlation_id', type: 'text' })
  correlationId!: string;

  /** What the event says. */
  @Column({ type: 'jsonb' })
  data!: InstanceEvent['data'];
}

export const instanceHistoryDdl = (table: string): readonly string[] => [
  `CREATE TABLE ${table} (
    instance_id text NOT NULL,
    revision integer NOT NULL,
    event text NOT NULL,
    at timestamptz NOT NULL,
    actor jsonb NOT NULL,
    reason text,
    correlation_id text NOT NULL,
    data jsonb NOT NULL,
    PRIMARY KEY (instance_id, revision)
  )`,
];
