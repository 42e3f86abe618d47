import type { DataSource } from 'typeorm';
import { PostgresPersonalKeys } from '#access';
import { makeDataSource } from '#runtime';
import { testDatabase, type TestDatabase } from '../../../test/support/database';
import { BESIDE_THE_LOG, copyTable, OtherRows } from './beside-the-log';

const KEYS = 'access.personal_keys';

describe('What no log can bring back', () => {
  let databases: TestDatabase[];
  let from: DataSource;
  let to: DataSource;

  beforeEach(async () => {
    databases = [await testDatabase(), await testDatabase()];
    const [one, other] = databases.map(({ url }) => makeDataSource({ connectionString: url }, 2));
    from = await (one as DataSource).initialize();
    to = await (other as DataSource).initialize();
    for (const subject of ['anna', 'bob', 'carol']) await new PostgresPersonalKeys(from).keyOf(subject);
  });
  afterEach(async () => {
    for (const database of [from, to]) await database.destroy();
    for (const { drop } of databases) await drop();
  });

  it('is every table that is not the log, nor made from it, nor about migrations', async () => {
    const rows = await from.query<{ name: string }[]>(
      `SELECT table_schema || '.' || table_name AS name FROM information_schema.tables
       WHERE table_schema NOT IN ('ledger', 'views', 'views_rebuilt', 'pg_catalog', 'information_schema')
         AND table_name <> 'ledger_migrations'`,
    );
    expect(rows.map(({ name }) => name).sort()).toEqual([...BESIDE_THE_LOG].sort());
  });

  it('is the same in both databases afterwards, and again', async () => {
    expect(await copyTable(from, to, KEYS)).toBe(3);
    expect(await copyTable(from, to, KEYS)).toBe(3);
    const keysIn = (database: DataSource) => database.query(`SELECT * FROM ${KEYS} ORDER BY id`);
    expect(await keysIn(to)).toEqual(await keysIn(from));
    expect(await keysIn(to)).toHaveLength(3);
    const [anna, copy] = [from, to].map((database) => new PostgresPersonalKeys(database).findKeyOf('anna'));
    expect(await copy).toEqual(await anna);
  });

  it('keeps nobody who was forgotten since: the row is named, and nothing is changed', async () => {
    await copyTable(from, to, KEYS);
    const [gone] = await from.query<{ id: string }[]>(`SELECT id FROM ${KEYS} LIMIT 1`);
    await from.query(`DELETE FROM ${KEYS} WHERE id = $1`, [gone?.id]);
    await new PostgresPersonalKeys(from).keyOf('dora');
    await expect(copyTable(from, to, KEYS)).rejects.toThrow(`WHERE id IN ('${gone?.id}')`);
    const [{ count }] = await to.query<[{ count: string }]>(`SELECT count(*) FROM ${KEYS}`);
    expect(count).toBe('3');
    await to.query(`DELETE FROM ${KEYS} WHERE id = $1`, [gone?.id]);
    expect(await copyTable(from, to, KEYS)).toBe(3);
  });

  it('is not copied where somebody has another key', async () => {
    await new PostgresPersonalKeys(to).keyOf('bob');
    await expect(copyTable(from, to, KEYS)).rejects.toThrow(OtherRows);
  });
});
