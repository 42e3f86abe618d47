import type { DataSource } from 'typeorm';
import { LineageEdgeRow } from './lineage.row';

export type LineageDirection = 'ancestors' | 'descendants';

export interface LineageEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: LineageEdgeRow['kind'];
  readonly since: Date;
}

/** A resource, and how many steps it is away. */
export interface Reached {
  readonly id: string;
  readonly depth: number;
}

export interface Course {
  readonly direction: LineageDirection;
  /** From image to image, whatever lies between. */
  readonly imagesOnly: boolean;
  readonly asOf: Date | undefined;
  /** Only what resources of this account came of. */
  readonly account: string | undefined;
}

/** Of an edge, over the first two parameters. */
const VISIBLE = '($1::timestamptz IS NULL OR e.since <= $1) AND ($2::text IS NULL OR e.owner_id = $2)';

const isImage = (id: string): string => `${id} LIKE 'ami-%'`;

/** The SQL that goes from resources to what they came of, or to what came of them. */
export class LineageSteps {
  private readonly table: string;
  private readonly near: string;
  private readonly far: string;

  constructor(
    private readonly database: DataSource,
    private readonly course: Course,
  ) {
    this.table = database.getMetadata(LineageEdgeRow).tablePath;
    [this.near, this.far] = course.direction === 'descendants' ? ['from_id', 'to_id'] : ['to_id', 'from_id'];
  }

  /** The first of those that are one step away from some of `level`, in the order of their ids. */
  async next(level: readonly string[], take: number, after = ''): Promise<readonly string[]> {
    if (this.course.imagesOnly) {
      const all = (await this.within(level, 1)).map(({ id }) => id);
      return all.filter((id) => id > after).slice(0, take);
    }
    const rows = await this.database.query<{ id: string }[]>(
      `SELECT DISTINCT step.id FROM unnest($3::text[]) AS reached (id), LATERAL (
         SELECT DISTINCT e.${this.far} AS id FROM ${this.table} e
         WHERE e.${this.near} = reached.id AND e.${this.far} > $4 AND ${VISIBLE}
         ORDER BY 1 LIMIT $5) step
       ORDER BY 1 LIMIT $5`,
      [...this.sight, level, after, take],
    );
    return rows.map(({ id }) => id);
  }

  /**
   * All that are at most `steps` away from `level`. A resource that is reached in several ways is as deep as the
   * shortest of them; the number of steps ends circles.
   */
  async within(level: readonly string[], steps: number): Promise<readonly Reached[]> {
    const { imagesOnly } = this.course;
    const far = `e.${this.far}`;
    return this.database.query<Reached[]>(
      `WITH RECURSIVE reached (id, depth) AS (
         SELECT unnest($3::text[]) COLLATE "C", 0
         UNION
         SELECT ${far}, reached.depth + ${imagesOnly ? `(${isImage(far)})::integer` : '1'}
         FROM reached JOIN ${this.table} e ON e.${this.near} = reached.id
         WHERE reached.depth < $4 AND ${VISIBLE})
       SELECT id, min(depth) AS depth FROM reached
       WHERE depth > 0 AND ${imagesOnly ? isImage('id') : 'true'}
       GROUP BY id ORDER BY 2, 1`,
      [...this.sight, level, steps],
    );
  }

  /** Those between resources that are `known`, with one that is `shown` at either end. */
  edges(known: readonly string[], shown: readonly string[]): Promise<readonly LineageEdge[]> {
    return this.database.query<LineageEdge[]>(
      `SELECT e.from_id AS "from", e.to_id AS "to", e.kind, e.since FROM ${this.table} e
       WHERE e.to_id = ANY ($3::text[]) AND e.from_id = ANY ($3::text[])
         AND (e.to_id = ANY ($4::text[]) OR e.from_id = ANY ($4::text[])) AND ${VISIBLE}
       ORDER BY e.position, e.from_id`,
      [...this.sight, known, shown],
    );
  }

  private get sight(): readonly unknown[] {
    return [this.course.asOf ?? null, this.course.account ?? null];
  }
}
