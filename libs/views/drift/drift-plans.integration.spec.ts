import type { DataSource } from 'typeorm';
import { setUpView } from '#projections';
import { testLedger, type TestLedger } from '../../../test/support/ledger';
import { AskedQueries } from '../../../test/support/query-plans';
import { FRIEND, OWNER, STRANGER } from '../../../test/support/viewed-ledger';
import { projectors } from '../index';
import { Living } from '../instances/living-instances.query';
import { Drifts, type DriftWish } from './drift.query';

const FAMILIES = 30;
/** Of each family: half of them asked for prod, half for beta. */
const INSTANCES = 1_000;
const FEW = 2_000;

/**
 * Families of 1,000 versions. What asked for prod runs what it says, but for every hundredth, which is behind; what asked
 * for beta does, all of it. Instances belong to the owner and to a friend by turns, and each had a life before.
 */
async function fill(database: DataSource): Promise<void> {
  await database.query(
    `INSERT INTO views.family_leads_4
     SELECT $1, 'family-' || f, 1000, '[]', '{"latest": 1000, "prod": 1000, "beta": 7}'
     FROM generate_series(1, $2::integer) f`,
    [OWNER, FAMILIES],
  );
  await database.query(
    `INSERT INTO views.version_leads_4
     SELECT $1, 'family-' || f, v, 'ami-' || f || '-' || v
     FROM generate_series(1, $2::integer) f, generate_series(1, 1000) v`,
    [OWNER, FAMILIES],
  );
  await database.query(
    `INSERT INTO views.instances_4 (instance_id, valid_from, valid_to, owner_id, region, zone, state, image_id,
       launch_id, creation_date, launched_by, launched, devices, root_volume_image_id, root_volume_since, asked,
       asked_for, root_volumes, tags, revision)
     SELECT 'i-' || f || '-' || i, timestamptz '2026-01-01Z' + n * interval '1 day',
       CASE WHEN n = 0 THEN timestamptz '2026-01-02Z' END, CASE WHEN i % 4 < 2 THEN $3 ELSE $4 END, '', '',
       CASE WHEN i % 7 = 0 AND n = 1 THEN 'terminated' ELSE 'running' END, '', '', '2026-01-01Z', '{}', '{}', '{}',
       'ami-' || f || '-' || CASE WHEN i % 2 = 1 THEN 7 WHEN i % 100 = 0 THEN 999 ELSE 1000 END,
       '2026-01-01Z', '{}', $3 || '/family-' || f || '/' || CASE WHEN i % 2 = 1 THEN 'beta' ELSE 'prod' END,
       '{}', '{}', n
     FROM generate_series(1, $1::integer) f, generate_series(1, $2::integer) i, generate_series(0, 1) n`,
    [FAMILIES, INSTANCES, OWNER, FRIEND],
  );
  await database.query('ANALYZE views.family_leads_4, views.version_leads_4, views.instances_4');
}

describe('With many instances,', () => {
  let ledger: TestLedger;
  let asked: AskedQueries;
  let drifts: Drifts;

  beforeAll(async () => {
    ledger = await testLedger();
    for (const projector of projectors)
      await setUpView(ledger.database.manager, projector, await ledger.store.logId());
    await fill(ledger.database);
    drifts = new Drifts(ledger.database);
    asked = new AskedQueries(ledger.database);
  });
  afterAll(() => ledger.close());

  async function all(wish: Omit<DriftWish, 'limit' | 'cursor'>): Promise<readonly string[]> {
    const seen: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await drifts.page({ ...wish, limit: 37, ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...page.items.map(({ instance }) => instance.instanceId));
      if (page.nextCursor === undefined) return seen;
      cursor = page.nextCursor;
    }
  }

  /** As somebody would who looks at every one of them. */
  const lookedUp = async (condition: string): Promise<readonly string[]> => {
    const rows = await ledger.database.query<{ id: string }[]>(
      `SELECT instance_id AS id FROM views.instances_4
       WHERE valid_to IS NULL AND state <> 'terminated' AND root_volume_image_id LIKE '%-999' AND ${condition}`,
    );
    return rows.map(({ id }) => id).sort();
  };

  const auditor = { account: STRANGER, mayReadAll: true };
  const family = { ownerId: OWNER, name: 'family-7' };
  it.each([
    ['all of it', auditor, {}, 'true'],
    ['that of an account', auditor, { ownerId: FRIEND }, `owner_id = '${FRIEND}'`],
    ['that of the owner, to the owner', { account: OWNER, mayReadAll: false }, {}, `owner_id = '${OWNER}'`],
    ['that of a family', auditor, { family }, `asked_for LIKE '%/family-7/%'`],
    ['that of a channel', auditor, { family, channel: 'prod' }, `asked_for LIKE '%/family-7/prod'`],
    ['none of a channel that is in order', auditor, { family, channel: 'beta' }, 'false'],
  ])('drift is found page by page, %s, and little is looked at', async (_, viewer, filters, condition) => {
    const found = await all({ viewer, filters });
    expect(found.toSorted()).toEqual(await lookedUp(condition));
    expect(new Set(found).size).toBe(found.length);
    const looked = await asked.rowsLookedAt(() => drifts.page({ viewer, filters, limit: 20 }));
    expect(looked).toBeLessThan(FEW);
  });

  it('what a plan is about is counted by an index', async () => {
    const living = new Living(ledger.database);
    const looked = await asked.rowsLookedAt(async () => {
      const { count, items } = await living.running('ami-7-999', 3);
      expect({ count, items }).toMatchObject({ count: 9, items: [{ version: 999 }, {}, {}] });
    });
    expect(looked).toBeLessThan(100);
  });
});
