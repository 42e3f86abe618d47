import type { EntityManager } from 'typeorm';

/**
 * For a log that was restored from a backup: what was recorded after the backup is gone, and its positions are given
 * out again for other events. Under another id, whoever kept such a position is told so. Not while a process uses it.
 */
export async function renewLogId(database: EntityManager): Promise<string> {
  await database.query('ALTER TABLE ledger.log DISABLE TRIGGER append_only');
  await database.query('UPDATE ledger.log SET id = gen_random_uuid()');
  await database.query('ALTER TABLE ledger.log ENABLE ALWAYS TRIGGER append_only');
  const [log] = await database.query<{ id: string }[]>('SELECT id FROM ledger.log');
  return log?.id ?? '';
}
