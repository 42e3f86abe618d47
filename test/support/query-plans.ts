import type { DataSource } from 'typeorm';

interface Plan {
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly Plan[];
}

/** How many rows of tables a query looks at. */
export async function rowsLookedAtBy(
  database: DataSource,
  query: string,
  parameters: readonly unknown[] | object | undefined,
): Promise<number> {
  const [explained] = await database.query<{ 'QUERY PLAN': [{ Plan: Plan }] }[]>(
    `EXPLAIN (ANALYZE, FORMAT JSON) ${query}`,
    parameters as unknown[],
  );
  if (explained === undefined) throw new Error(`no plan of ${query}`);
  return rowsIn(explained['QUERY PLAN'][0].Plan);
}

function rowsIn(plan: Plan): number {
  const below = (plan.Plans ?? []).reduce((sum, part) => sum + rowsIn(part), 0);
  if (plan['Relation Name'] === undefined) return below;
  const removed = (plan['Rows Removed by Filter'] ?? 0) + (plan['Rows Removed by Index Recheck'] ?? 0);
  return below + (plan['Actual Rows'] + removed) * plan['Actual Loops'];
}

/** Notes what is asked of the database from now on. */
export class AskedQueries {
  private asked: (readonly [query: string, parameters: unknown[] | object | undefined])[] = [];

  constructor(private readonly database: DataSource) {
    database.logger.logQuery = (query, parameters) => void this.asked.push([query, parameters]);
  }

  /** How many rows of tables are looked at to answer. */
  async rowsLookedAt(question: () => Promise<unknown>): Promise<number> {
    this.asked = [];
    await question();
    let rows = 0;
    const questions = this.asked.filter(([query]) => /^\s*(SELECT|WITH)\b/i.test(query));
    for (const [query, parameters] of questions)
      rows += await rowsLookedAtBy(this.database, query, parameters);
    return rows;
  }
}
