import type { DataSource } from 'typeorm';
import type { Actor } from '#event-sourcing';
import type { Viewer } from '../viewer';
import { questionOf, type AuditFilters, type AuditPage } from './audit-filters';
import type { Sight } from './audit-trail.rows';

export type { AuditFilters, AuditPage } from './audit-filters';

export interface AuditTrailItem {
  readonly position: bigint;
  readonly eventId: string;
  readonly event: string;
  readonly at: Date;
  readonly actor: Actor;
  readonly resources: readonly string[];
  readonly region: string | null;
  readonly reason: string | null;
  readonly correlationId: string;
  readonly causationId: string;
  readonly outcome: 'done' | 'refused';
  readonly code: string | null;
  readonly data: object;
  /** What of it the viewer is shown. */
  readonly sees: Exclude<Sight, 'nothing'>;
}

interface FoundPage {
  readonly items: readonly AuditTrailItem[];
  /** There are more after these. */
  readonly goesOn: boolean;
}

/** Everything that ever happened, and what was refused. What a viewer may not see is not there. */
export class AuditTrail {
  constructor(private readonly database: DataSource) {}

  async page(viewer: Viewer, filters: AuditFilters, page: AuditPage): Promise<FoundPage> {
    const { sql, parameters } = questionOf(viewer, filters, page);
    const rows = await this.database.query<(Omit<AuditTrailItem, 'position'> & { position: string })[]>(sql, [
      ...parameters,
    ]);
    const items = rows.slice(0, page.limit).map((row) => ({ ...row, position: BigInt(row.position) }));
    return { items, goesOn: rows.length > page.limit };
  }
}
