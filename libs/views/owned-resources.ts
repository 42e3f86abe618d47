import type { DataSource, EntityTarget, SelectQueryBuilder } from 'typeorm';
import type { Validity } from '#projections';
import type { Tags } from '#machine-images';
import { decodeCursor, encodeCursor, pageOf, type Page } from './paging';
import { validAt } from './validity';
import type { Viewer } from './viewer';

/** What lists of resources have in common that exist for their owner, auditors and administrators alone. */
interface OwnedRow extends Validity {
  readonly ownerId: string;
  readonly region: string;
  readonly state: string;
  readonly creationDate: Date;
  readonly tags: Tags;
}

export interface OwnedFilters {
  /** Anywhere, when none is named. */
  readonly region?: string;
  readonly ownerId?: string;
  /** What is gone is listed only when this asks for it. */
  readonly state?: string;
  readonly tags?: Tags;
}

export interface OwnedList<Filters extends OwnedFilters> {
  readonly viewer: Viewer;
  readonly filters: Filters;
  readonly asOf?: Date;
  readonly limit: number;
  readonly cursor?: string;
}

/** Filters besides those that all have: by property of the row. */
type Further<Row> = Partial<Record<keyof Row & string, string | undefined>>;

/** Reads a view of such resources: temporal rows, listed newest first. */
export class OwnedResources<Row extends OwnedRow> {
  constructor(
    private readonly database: DataSource,
    private readonly row: EntityTarget<Row>,
    /** The property that holds the id. */
    private readonly id: keyof Row & string,
    /** The state of what is gone, where that is not listed by itself. */
    private readonly gone?: string,
  ) {}

  /** Also deleted ones. */
  async find(resourceId: string, viewer: Viewer, asOf?: Date): Promise<Row | undefined> {
    const query = this.visibleTo(viewer, asOf).andWhere(`resource.${this.id} = :resourceId`, { resourceId });
    return (await query.getOne()) ?? undefined;
  }

  /** Whether what `find` did not find exists for somebody else: for the record alone. */
  async isHidden(resourceId: string, viewer: Viewer): Promise<boolean> {
    const { account } = viewer;
    const everybodys = this.visibleTo({ ...viewer, mayReadAll: true }, undefined)
      .andWhere(`resource.${this.id} = :resourceId`, { resourceId })
      .andWhere('resource.ownerId <> :account', { account });
    return !viewer.mayReadAll && (await everybodys.getExists());
  }

  /** Resources that arrive meanwhile stand before the first page and shift nothing. */
  async list(
    { viewer, filters, asOf, limit, cursor }: OwnedList<OwnedFilters>,
    further: Further<Row>,
    narrow: (query: SelectQueryBuilder<Row>) => void = () => {},
  ): Promise<Page<Row>> {
    const list = [this.id, viewer.account, viewer.mayReadAll, filters, further, asOf?.toISOString()];
    const query = this.filtered(this.visibleTo(viewer, asOf), filters, further)
      .orderBy('resource.creationDate', 'DESC')
      .addOrderBy(`resource.${this.id}`, 'DESC')
      .limit(limit + 1);
    narrow(query);
    if (cursor !== undefined) {
      const [creationDate, after] = decodeCursor(list, cursor, 2);
      query.andWhere(`(resource.creationDate, resource.${this.id}) < (:creationDate::timestamptz, :after)`, {
        creationDate,
        after,
      });
    }
    return pageOf(
      await query.getMany(),
      limit,
      (row) => row,
      (row) => encodeCursor(list, [row.creationDate.toISOString(), String(row[this.id])]),
    );
  }

  private visibleTo({ account, mayReadAll }: Viewer, asOf: Date | undefined): SelectQueryBuilder<Row> {
    const query = validAt(
      this.database.getRepository(this.row).createQueryBuilder('resource'),
      'resource',
      asOf,
    );
    // It says nothing new; it tells the index where to begin, past all that was made since.
    if (asOf !== undefined) query.andWhere('resource.creationDate <= :asOf', { asOf });
    return mayReadAll ? query : query.andWhere('resource.ownerId = :account', { account });
  }

  private filtered(
    query: SelectQueryBuilder<Row>,
    { region, ownerId, state, tags }: OwnedFilters,
    further: Further<Row>,
  ): SelectQueryBuilder<Row> {
    if (state === undefined && this.gone !== undefined)
      query.andWhere('resource.state <> :gone', { gone: this.gone });
    if (tags !== undefined) query.andWhere('resource.tags @> :tags::jsonb', { tags: JSON.stringify(tags) });
    const equal = Object.entries({ region, ownerId, state, ...further }).filter(
      ([, value]) => value !== undefined,
    );
    for (const [property, value] of equal)
      query.andWhere(`resource.${property} = :${property}`, { [property]: value });
    return query;
  }
}

/**
 * Lists are read in the order of creation: all of a region, and those of an owner. What is valid now has indexes of its
 * own; for a time of the past, an index says by itself which row was.
 */
export const ownedIndexes = (table: string, id: string): readonly string[] =>
  ['region', 'owner_id, region'].flatMap((key) => [
    `CREATE INDEX ON ${table} (${key}, creation_date, ${id}) WHERE valid_to IS NULL`,
    `CREATE INDEX ON ${table} (${key}, creation_date, ${id}, valid_from, coalesce(valid_to, 'infinity'))`,
  ]);
