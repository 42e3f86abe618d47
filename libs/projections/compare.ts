import type { EntityManager } from 'typeorm';

/** A row that one of two tables has and the other has not, or not as often. */
export interface Difference {
  readonly table: string;
  readonly side: 'served' | 'rebuilt';
  readonly row: unknown;
}

const SHOWN = 20;

/** Row for row, duplicates counted; the first of what differs. */
export async function differencesBetween(
  database: EntityManager,
  served: string,
  rebuilt: string,
): Promise<readonly Difference[]> {
  const onlyIn = async (
    side: Difference['side'],
    has: string,
    lacks: string,
  ): Promise<readonly Difference[]> => {
    const rows = await database.query<{ row: unknown }[]>(
      `SELECT to_jsonb(d) AS row FROM (SELECT * FROM ${has} EXCEPT ALL SELECT * FROM ${lacks}) d LIMIT ${SHOWN}`,
    );
    return rows.map(({ row }) => ({ table: served, side, row }));
  };
  return [...(await onlyIn('served', served, rebuilt)), ...(await onlyIn('rebuilt', rebuilt, served))];
}
