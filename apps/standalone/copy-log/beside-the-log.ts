import type { DataSource, EntityManager } from 'typeorm';

/**
 * Tables that no log can bring back. All others of the service are the log itself (`ledger`), made from it (`views`), or
 * hold which migrations were made.
 */
export const BESIDE_THE_LOG = ['access.personal_keys'] as const;

/** A table of the target holds rows that the source does not have, or has otherwise. */
export class OtherRows extends Error {
  override readonly name = 'OtherRows';
  constructor(table: string, rows: readonly string[]) {
    super(
      `${table} of the target holds ${rows.length} rows that the source does not have. ` +
        'If they are of persons who were forgotten since an earlier copy, delete them there too, and start this again: ' +
        `DELETE FROM ${table} WHERE id IN (${rows.map((id) => `'${id}'`).join(', ')})`,
    );
  }
}

const ROWS = 1_000;

/** Answers how many rows of a table both have now. Nothing of the target is changed. Throws OtherRows. */
export async function copyTable(from: DataSource, to: DataSource, table: string): Promise<number> {
  const source = await rowsOf(from.manager, table);
  return to.transaction(async (transaction) => {
    for (let start = 0; start < source.size; start += ROWS) {
      const some = [...source.values()].slice(start, start + ROWS);
      await transaction.query(
        `INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb) ON CONFLICT DO NOTHING`,
        [`[${some.join()}]`],
      );
    }
    const target = await rowsOf(transaction, table);
    const others = [...target].filter(([id, row]) => source.get(id) !== row).map(([id]) => id);
    if (others.length > 0 || target.size !== source.size) throw new OtherRows(table, others);
    return target.size;
  });
}

/** By id, as text. */
async function rowsOf(database: EntityManager, table: string): Promise<ReadonlyMap<string, string>> {
  const rows = await database.query<{ id: string; row: string }[]>(
    `SELECT t.id::text AS id, to_jsonb(t)::text AS row FROM ${table} t ORDER BY t.id`,
  );
  return new Map(rows.map(({ id, row }) => [id, row]));
}
