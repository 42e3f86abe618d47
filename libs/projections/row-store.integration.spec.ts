import { Column, Entity, PrimaryColumn } from 'typeorm';
import { testLedger, type TestLedger } from '../../test/support/ledger';
import { RowStore } from './row-store';

@Entity({ schema: 'views', name: 'samples_1', synchronize: false })
class SampleRow {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @PrimaryColumn({ name: 'begun_at', type: 'timestamptz' })
  begunAt!: Date;

  @Column({ type: 'jsonb', nullable: true })
  content!: unknown;

  @Column({ type: 'text', nullable: true })
  note!: string | null;

  @Column({ name: 'is_good', type: 'boolean' })
  isGood!: boolean;

  @Column({ type: 'integer', nullable: true })
  size!: number | null;
}

/** A row is a plain object. */
type Columns = { [Name in keyof SampleRow]: SampleRow[Name] };

const BEGUN = new Date('2026-03-01T12:00:00.123Z');

const sample = (id: string, changes: Partial<Columns> = {}): Columns => ({
  id,
  begunAt: BEGUN,
  content: { of: id },
  note: null,
  isGood: true,
  size: 1,
  ...changes,
});

describe('A row store', () => {
  let ledger: TestLedger;
  let store: RowStore;

  beforeAll(async () => {
    ledger = await testLedger({ entities: [SampleRow] });
    await ledger.database.query(`
      CREATE TABLE views.samples_1 (
        id text, begun_at timestamptz, content jsonb, note text, is_good boolean, size integer,
        PRIMARY KEY (id, begun_at)
      )`);
    store = new RowStore(ledger.database.manager, SampleRow, 'views.samples_1');
  });
  beforeEach(() => ledger.database.query('TRUNCATE views.samples_1'));
  afterAll(() => ledger.close());

  const all = (): Promise<Columns[]> =>
    ledger.database.getRepository(SampleRow).find({ order: { id: 'ASC', begunAt: 'ASC' } });

  it('gives back what it was given, of every type', async () => {
    const rows = [
      sample('plain'),
      sample('null', { content: null, size: null }),
      sample('text', { note: `"{}\\,' NULL \u{1f9ff}\n\t`, content: `"{}\\,' \u{1f9ff}` }),
      sample('NULL', { note: 'null', isGood: false, size: -2_147_483_648 }),
      sample('json', { content: { a: null, b: [1, null, { c: '\\"' }], 'd e': 1.5e-7 } }),
      sample('list', { content: [] }),
      sample('number', { content: 0 }),
      sample('false', { content: false }),
    ];
    await store.insert(rows);
    expect(await store.find(['id'], rows)).toEqual(expect.arrayContaining(rows));
    expect(await all()).toHaveLength(rows.length);
  });

  it('stores an absent JSON value as NULL, and null inside of one as JSON null', async () => {
    await store.insert([sample('absent', { content: null }), sample('inside', { content: { of: null } })]);
    const found = await ledger.database.query<unknown[]>(
      `SELECT id, content IS NULL AS absent, content -> 'of' = 'null' AS inside FROM views.samples_1 ORDER BY id`,
    );
    expect(found).toEqual([
      { id: 'absent', absent: true, inside: null },
      { id: 'inside', absent: false, inside: true },
    ]);
  });

  it('keeps a time to the millisecond, and finds by it', async () => {
    const next = new Date(BEGUN.getTime() + 1);
    await store.insert([sample('a'), sample('a', { begunAt: next, note: 'later' })]);
    expect(await store.find(['id', 'begunAt'], [{ id: 'a', begunAt: next }])).toEqual([
      sample('a', { begunAt: next, note: 'later' }),
    ]);
  });

  it('refuses to insert what is there', async () => {
    await store.insert([sample('a')]);
    await expect(store.insert([sample('b'), sample('a')])).rejects.toMatchObject({ code: '23505' });
    expect(await all()).toHaveLength(1);
  });

  it('replaces every column of what is there, and adds what is not', async () => {
    await store.insert([sample('a', { note: 'old' }), sample('b')]);
    const changed = sample('a', { note: null, content: [1], isGood: false, size: 7 });
    await store.upsert([changed, sample('c')]);
    expect(await all()).toEqual([changed, sample('b'), sample('c')]);
  });

  it('finds by part of the key, under a condition', async () => {
    await store.insert([sample('a'), sample('b', { size: null }), sample('c')]);
    const found = await store.find(['id'], [{ id: 'a' }, { id: 'b' }], 't.size IS NOT NULL');
    expect(found).toEqual([sample('a')]);
  });

  it('deletes what it is told and nothing else', async () => {
    const later = sample('a', { begunAt: new Date(BEGUN.getTime() + 1) });
    await store.insert([sample('a'), later, sample('b')]);
    await store.delete(['id', 'begunAt'], [sample('a'), sample('unknown')]);
    expect(await all()).toEqual([later, sample('b')]);
  });

  it('does nothing for no rows', async () => {
    await store.insert([sample('a')]);
    await store.insert([]);
    await store.upsert([]);
    await store.delete(['id'], []);
    expect(await store.find(['id'], [])).toEqual([]);
    expect(await all()).toEqual([sample('a')]);
  });

  it('takes many rows at once', async () => {
    const rows = Array.from({ length: 5_000 }, (_, index) => sample(`s${index}`, { size: index }));
    await store.upsert(rows);
    await store.upsert(rows.map((row) => ({ ...row, note: 'again' })));
    const [count] = await ledger.database.query<unknown[]>(
      `SELECT count(*)::int, sum(size)::int AS size FROM views.samples_1 WHERE note = 'again'`,
    );
    expect(count).toEqual({ count: 5_000, size: (5_000 * 4_999) / 2 });
  });

  it('says which column a key does not have', async () => {
    await expect(store.find(['nosuch'], [{ nosuch: 1 }])).rejects.toThrow(
      'views.samples_1 has no column for nosuch',
    );
  });
});
