import type { Pool } from 'pg';

/** Of a statement whose first column is a position. */
export async function positionsOf(pool: Pool, text: string, values: readonly unknown[]): Promise<number[]> {
  const { rows } = await pool.query<[string]>({ text, values: [...values], rowMode: 'array' });
  return rows.map(([position]) => Number(position));
}
