import { testLedger, type TestLedger } from '../../../test/support/ledger';
import { AskedQueries } from '../../../test/support/query-plans';
import { OWNER } from '../../../test/support/viewed-ledger';
import { setUpView } from '#projections';
import { projectors } from '../index';
import { Lineage, type LineageWish } from './lineage.query';

const IMAGES = 1_000;
const INSTANCES = 10;
/** A page may look at a fiftieth of the edges that there are, at the very most. */
const FEW = (IMAGES * INSTANCES * 4) / 50;

const id = (prefix: string, number: string): string => `'${prefix}-' || lpad((${number})::text, 17, '0')`;

/**
 * Each image with its instances, and each instance with a volume and its snapshot. An image is made of the last
 * instance of its parent, and of its volume's snapshot: there are ways of many lengths to every one of them.
 */
const fill = (parent: string, offset: number): readonly string[] => {
  const ami = (i: string) => id('ami', `${offset} + ${i}`);
  const part = (prefix: string, i: string, n: string) =>
    id(prefix, `(${offset} + ${i}) * ${INSTANCES} + ${n}`);
  const last = String(INSTANCES - 1);
  const all = `generate_series(0, ${IMAGES - 1}) i`;
  const each = `${all}, generate_series(0, ${INSTANCES - 1}) n`;
  const edges = [
    [ami('i'), part('i', 'i', 'n'), 'launched-from', each],
    [part('i', 'i', 'n'), part('vol', 'i', 'n'), 'launched-with', each],
    [part('vol', 'i', 'n'), part('snap', 'i', 'n'), 'snapshot-of', each],
    [part('i', parent, last), ami('i'), 'created-from', `${all} WHERE i > 0`],
    [part('snap', parent, last), ami('i'), 'registered-from', `${all} WHERE i > 0`],
  ];
  return edges.map(
    ([from, to, kind, rows]) =>
      `INSERT INTO views.lineage_1
       SELECT ${from}, ${to}, '${kind}', '${OWNER}', timestamptz '2026-01-01Z' + i * interval '1 s', i FROM ${rows}`,
  );
};

const ROOTS = { chain: 1_000_000, tree: 2_000_000, star: 3_000_000 };

describe('With a thousand images that came of one,', () => {
  let ledger: TestLedger;
  let lineage: Lineage;
  let asked: AskedQueries;
  beforeAll(async () => {
    ledger = await testLedger();
    const { database, store } = ledger;
    for (const projector of projectors) await setUpView(database.manager, projector, await store.logId());
    for (const insert of [
      ...fill('i - 1', ROOTS.chain),
      ...fill('i / 10', ROOTS.tree),
      ...fill('0', ROOTS.star),
    ])
      await database.query(insert);
    await database.query('ANALYZE views.lineage_1');
    lineage = new Lineage(database);
    asked = new AskedQueries(database);
  });
  afterAll(() => ledger.close());

  const rootOf = (shape: keyof typeof ROOTS): string => `ami-${String(ROOTS[shape]).padStart(17, '0')}`;
  const wish: LineageWish = {
    viewer: { account: OWNER, mayReadAll: false },
    directions: ['ancestors', 'descendants'],
    selection: 'everything',
    limit: 50,
  };

  const shapes = Object.keys(ROOTS) as (keyof typeof ROOTS)[];
  const times = [undefined, new Date('2026-01-01T00:10:00Z')];
  it.each(shapes.flatMap((shape) => times.map((asOf) => [shape, asOf] as const)))(
    'in a %s, the first page of them looks at few (as of %p)',
    async (shape, asOf) => {
      const looked = await asked.rowsLookedAt(async () => {
        const page = await lineage.page(rootOf(shape), { ...wish, ...(asOf === undefined ? {} : { asOf }) });
        expect(page.nodes).toHaveLength(50);
        expect(page.nextCursor).toBeDefined();
      });
      expect(looked).toBeLessThan(FEW);
    },
  );

  it('what came of an image in the middle looks at few, and so does what it came of', async () => {
    const middle = `ami-${String(ROOTS.chain + 500).padStart(17, '0')}`;
    for (const direction of ['ancestors', 'descendants'] as const) {
      const looked = await asked.rowsLookedAt(() =>
        lineage.page(middle, { ...wish, directions: [direction] }),
      );
      expect(looked).toBeLessThan(FEW);
    }
  });

  async function all(shape: keyof typeof ROOTS, wanted: Partial<LineageWish>): Promise<readonly number[]> {
    const depths: number[] = [];
    const seen = new Set<string>();
    for (let cursor: string | undefined; ;) {
      const page = await lineage.page(rootOf(shape), {
        ...{ ...wish, directions: ['descendants'], limit: 1_000, ...wanted },
        ...(cursor === undefined ? {} : { cursor }),
      });
      for (const { id, depth } of page.nodes) {
        expect(seen.has(id)).toBe(false);
        seen.add(id);
        depths.push(depth);
      }
      cursor = page.nextCursor;
      if (cursor === undefined) return depths;
    }
  }

  it('the whole of a chain is read to its end, image by image', async () => {
    const depths = await all('chain', { selection: 'images', limit: 300 });
    expect(depths).toEqual(Array.from({ length: IMAGES - 1 }, (_, index) => index + 1));
  });

  it('a chain is read as deep as it is asked for, with everything between the images', async () => {
    const deep = 401;
    const depths = await all('chain', { limit: 1_500, depth: deep });
    // Each image is two steps on, and its instances, their volumes and snapshots one, two and three.
    expect(depths).toHaveLength(200 + INSTANCES * (201 + 200 + 200));
    expect(Math.max(...depths)).toBe(deep);
    expect(depths).toEqual(depths.toSorted((one, other) => one - other));
  });

  it('what runs is found behind what does not, some pages on', async () => {
    const running = `i-${String((ROOTS.chain + 100) * INSTANCES).padStart(17, '0')}`;
    await ledger.database.query(
      `INSERT INTO views.instances_4 (instance_id, valid_from, owner_id, region, zone, state, image_id, launch_id,
         creation_date, launched_by, launched, devices, root_volumes, tags, revision, root_volume_since, asked,
         asked_for)
       SELECT e.to_id, e.since, e.owner_id, '', '', CASE e.to_id WHEN $1 THEN 'stopped' ELSE 'terminated' END,
         e.from_id, '', e.since, '{}', '{}', '{}', '[]', '{}', 0, e.since, '{}', ''
       FROM views.lineage_1 e WHERE e.kind = 'launched-from'`,
      [running],
    );
    const wanted = { ...wish, directions: ['descendants'], selection: 'running' } as const;
    const pages = [await lineage.page(rootOf('chain'), wanted)];
    while (pages.at(-1)!.nodes.length === 0)
      pages.push(await lineage.page(rootOf('chain'), { ...wanted, cursor: pages.at(-1)!.nextCursor! }));
    expect(pages).toHaveLength(4);
    const image = `ami-${String(ROOTS.chain + 100).padStart(17, '0')}`;
    expect(pages.flatMap(({ nodes }) => nodes)).toMatchObject([
      { id: running, depth: 201, state: 'stopped' },
    ]);
    expect(pages.flatMap(({ edges }) => edges)).toMatchObject([
      { from: image, to: running, kind: 'launched-from' },
    ]);
  });
});
