import type { DataSource } from 'typeorm';

/** A number for each position of a log: that of its event, counted from the beginning. */
export type Counted = ReadonlyMap<string, number>;

/**
 * Every row of every view as text, in order. Positions are those of one log and mean nothing in another: the number of
 * the event stands for them.
 */
export async function viewRows(database: DataSource, counted: Counted): Promise<readonly string[]> {
  const tables = await database.query<{ name: string }[]>(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = 'views' AND table_name <> 'positions' ORDER BY table_name`,
  );
  const rows = await Promise.all(tables.map(({ name }) => rowsOf(database, name, counted)));
  return rows.flat();
}

async function rowsOf(database: DataSource, table: string, counted: Counted): Promise<readonly string[]> {
  const rows = await database.query<{ row: Readonly<Record<string, unknown>>; position: string | null }[]>(
    `SELECT to_jsonb(t) AS row, to_jsonb(t) ->> 'position' AS position FROM views.${table} t`,
  );
  return rows
    .map(({ row, position }) => (position === null ? row : { ...row, position: counted.get(position) }))
    .map((row) => `${table} ${JSON.stringify(row)}`)
    .sort();
}
