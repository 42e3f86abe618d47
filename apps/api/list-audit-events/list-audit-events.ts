import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { PersonalDataSeal } from '#event-sourcing';
import {
  AuditTrail,
  decodeCursor,
  encodeCursor,
  type AuditFilters,
  type AuditPage,
  type AuditTrailItem,
  type Page,
  type Viewer,
} from '#views';
import { LogPositions } from '../reading/log-positions';

export interface AuditList {
  readonly viewer: Viewer;
  readonly filters: Omit<AuditFilters, 'person'> & {
    /** Who acted, by name. */
    readonly actor?: string;
  };
  readonly order: AuditPage['order'];
  readonly limit: number;
  readonly cursor?: string;
}

export class ListAuditEvents extends Query<Page<AuditTrailItem>> {
  constructor(readonly list: AuditList) {
    super();
  }
}

@QueryHandler(ListAuditEvents)
export class ListAuditEventsHandler implements IQueryHandler<ListAuditEvents> {
  constructor(
    private readonly trail: AuditTrail,
    private readonly personal: PersonalDataSeal,
    private readonly positions: LogPositions,
  ) {}

  /** Throws InvalidCursor, PositionOfAnotherLog. */
  async execute({ list }: ListAuditEvents): Promise<Page<AuditTrailItem>> {
    const { viewer, order, limit, cursor } = list;
    const identity = ['audit-events', viewer.account, viewer.mayReadAll, list.filters, order];
    const after = cursor === undefined ? undefined : await this.positionIn(identity, cursor);
    const filters = await this.withPseudonym(list.filters);
    if (filters === 'nobody') return { items: [] };
    const page = { order, limit, ...(after === undefined ? {} : { after }) };
    const { items, goesOn } = await this.trail.page(viewer, filters, page);
    const last = items.at(-1);
    if (!goesOn || last === undefined) return { items };
    return { items, nextCursor: encodeCursor(identity, [await this.positions.print(last.position)]) };
  }

  private async positionIn(identity: unknown, cursor: string): Promise<bigint> {
    const [position = ''] = decodeCursor(identity, cursor, 1);
    return this.positions.parse(position);
  }

  private async withPseudonym({ actor, ...others }: AuditList['filters']): Promise<AuditFilters | 'nobody'> {
    if (actor === undefined) return others;
    const person = await this.personal.pseudonymOf(actor);
    return person === undefined ? 'nobody' : { ...others, person };
  }
}
