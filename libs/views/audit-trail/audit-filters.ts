import type { Viewer } from '../viewer';

export interface AuditFilters {
  /** The pseudonym of who acted. */
  readonly person?: string;
  /** In whose trail it is: an account that owns what it happened to, or that acted. */
  readonly account?: string;
  /** A resource, or an account that is named as a principal. */
  readonly resource?: string;
  /** One of these. */
  readonly events?: readonly string[];
  /** From this moment on. */
  readonly from?: Date;
  /** Before this moment. */
  readonly to?: Date;
  readonly correlationId?: string;
  readonly outcome?: 'done' | 'refused';
  /** Words that all stand in the reason, whole, in any order and case. */
  readonly reason?: string;
}

export interface AuditPage {
  readonly order: 'oldest-first' | 'newest-first';
  readonly limit: number;
  /** The position of the last item of the page before. */
  readonly after?: bigint;
}

const TRAIL = 'views.audit_trail_1';

/**
 * A part of a question: what must be true of a row, with a place for its one value. Those about another table than
 * `t` name it; it is joined.
 */
interface Part {
  readonly condition: (value: string) => string;
  readonly join?: { readonly table: string; readonly alias: string };
}

const PARTS: Readonly<Record<Exclude<keyof AuditFilters, 'from' | 'to'>, Part>> = {
  person: { condition: (value) => `t.person = ${value}` },
  account: {
    condition: (value) => `a.account = ${value}`,
    join: { table: 'views.audit_trail_accounts_1', alias: 'a' },
  },
  resource: {
    condition: (value) => `r.resource = ${value}`,
    join: { table: 'views.audit_trail_resources_1', alias: 'r' },
  },
  events: { condition: (value) => `t.event = ANY(${value})` },
  correlationId: { condition: (value) => `t.correlation_id = ${value}` },
  outcome: { condition: (value) => `t.outcome = ${value}` },
  reason: { condition: (value) => `to_tsvector('simple', t.reason) @@ plainto_tsquery('simple', ${value})` },
};

const SIGHT: Part = {
  condition: (value) => `s.account = ${value} AND s.sees <> 'nothing'`,
  join: { table: 'views.audit_trail_accounts_1', alias: 's' },
};

export interface Question {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/**
 * Times grow with positions, so a time range is a range of positions, and every index stands in the order of the page.
 * The range is said of every table: from one that is joined, the database does not conclude it for the others.
 */
export function questionOf(viewer: Viewer, filters: AuditFilters, page: AuditPage): Question {
  const parameters: unknown[] = [];
  const place = (value: unknown): string => `$${parameters.push(value)}`;
  const parts = asked(viewer, filters);
  const aliases = ['t', ...parts.flatMap(({ part: { join } }) => (join === undefined ? [] : [join.alias]))];
  const ranges = rangesOf(filters, page, place);
  const conditions = [
    ...parts.map(({ part, value }) => part.condition(place(value))),
    ...aliases.flatMap((alias) => ranges.map((range) => `${alias}.position ${range}`)),
  ];
  const joins = parts.map(({ part: { join } }) =>
    join === undefined ? '' : ` JOIN ${join.table} ${join.alias} ON ${join.alias}.position = t.position`,
  );
  const sees = viewer.mayReadAll ? `'all'` : 's.sees';
  const sql = `
    SELECT t.position, t.event_id AS "eventId", t.event, t.at, t.actor, t.resources, t.region, t.reason,
      t.correlation_id AS "correlationId", t.causation_id AS "causationId", t.outcome, t.code, t.data, ${sees} AS sees
    FROM ${TRAIL} t${joins.join('')}
    WHERE ${['true', ...conditions].join(' AND ')}
    ORDER BY t.position ${page.order === 'oldest-first' ? 'ASC' : 'DESC'}
    LIMIT ${place(page.limit + 1)}`;
  return { sql, parameters };
}

function asked(viewer: Viewer, filters: AuditFilters): readonly { part: Part; value: unknown }[] {
  const sight = viewer.mayReadAll ? [] : [{ part: SIGHT, value: viewer.account }];
  const names = Object.keys(PARTS) as (keyof typeof PARTS)[];
  const wanted = names.filter((name) => filters[name] !== undefined);
  return [...sight, ...wanted.map((name) => ({ part: PARTS[name], value: filters[name] }))];
}

function rangesOf(
  { from, to }: AuditFilters,
  { order, after }: AuditPage,
  place: (value: unknown) => string,
): readonly string[] {
  const edge = (time: Date): string =>
    `(SELECT e.position FROM ${TRAIL} e WHERE e.at >= ${place(time)} ORDER BY e.at, e.position LIMIT 1)`;
  const end = (time: Date): string => `coalesce(${edge(time)}, 9223372036854775807)`;
  return [
    ...(after === undefined
      ? []
      : [`${order === 'oldest-first' ? '>' : '<'} ${place(after.toString())}::bigint`]),
    ...(from === undefined ? [] : [`>= ${end(from)}`]),
    ...(to === undefined ? [] : [`< ${end(to)}`]),
  ];
}
