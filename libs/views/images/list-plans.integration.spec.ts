import type { DataSource } from 'typeorm';
import { testLedger, type TestLedger } from '../../../test/support/ledger';
import { AskedQueries } from '../../../test/support/query-plans';
import { FRIEND, OWNER, REGION, STRANGER } from '../../../test/support/viewed-ledger';
import { setUpView } from '#projections';
import { LaunchPermissions } from '../launch-permissions/launch-permissions.query';
import { projectors } from '../index';
import { Organizations } from '../organizations/organizations.query';
import { Images, type ImageList } from './images.query';

const IMAGES = 10_000;
const CHANGES = 5;
/** A page may look at a tenth of the rows that there are, at the very most. */
const FEW = (IMAGES * CHANGES) / 10;
/** The middle of the history: half of all changes are later. */
const THEN = new Date('2026-01-01T01:30:00.000Z');

const ORGANIZATION = 'o-aaaaaaaaaa';
const COUSIN = '888888880001';

/**
 * One image a second, and so on again for each change of every one of them. A few are public, some of them for an hour, a few
 * shared with one account and one organization, some with all sorts of others for a while.
 */
async function fill(database: DataSource): Promise<void> {
  await database.query(
    `INSERT INTO views.images_6
     SELECT 'ami-' || substr(md5(i::text), 1, 17), t.created + v * interval '10 min',
       CASE WHEN v < $2 - 1 THEN t.created + (v + 1) * interval '10 min' END,
       CASE WHEN i % 100 = 0 THEN $3 ELSE lpad((i % 500)::text, 12, '7') END, $4, 'image-' || i, NULL,
       CASE WHEN i % 5 = 1 AND v = $2 - 1 THEN 'deregistered' ELSE 'available' END,
       i % 20 = 0, i % 50 = 0, t.created, NULL, '{"kind": "snapshots"}',
       '{"architecture": "x86_64", "virtualizationType": "hvm", "rootDeviceName": "/dev/sda1", "blockDeviceMappings": []}',
       jsonb_build_object('version', v), v, d.deprecated, NULL, d.deprecated, 'disabled', NULL,
       '[]', NULL, '[]', NULL, NULL, NULL,
       CASE WHEN i % 200 = 0 THEN t.created + interval '1 hour' END
     FROM generate_series(1, $1::integer) i, generate_series(0, $2::integer - 1) v,
       LATERAL (SELECT timestamptz '2026-01-01Z' + i * interval '10 hours' / $1 AS created) t,
       LATERAL (SELECT CASE WHEN i % 3 = 0 THEN t.created + interval '1 hour' END AS deprecated) d
     ORDER BY v, i`,
    [IMAGES, CHANGES, OWNER, REGION],
  );
  await database.query(
    `INSERT INTO views.launch_permissions_5
     SELECT image_id, p.principal, valid_from, valid_to, p.expires_at, 'not-asked', valid_from, p.granted_to, '{}', false, NULL, ''
     FROM views.images_6, LATERAL (VALUES
       ($1, jsonb_build_object('userId', $1::text), was_shared, NULL),
       ($2, jsonb_build_object('organizationArn', 'arn/' || $2), was_shared, NULL),
       ('all', '{"group": "all"}', is_public, public_until),
       ('55555555' || lpad(substr(name, 7), 4, '0'), '{"userId": ""}', name LIKE '%3_', valid_from + interval '5 min')
     ) p (principal, granted_to, is_granted, expires_at) WHERE p.is_granted`,
    [FRIEND, ORGANIZATION],
  );
  await fillOrganization(database);
  await database.query('ANALYZE views.images_6, views.launch_permissions_5');
}

/** Its accounts come and go, and are moved from unit to unit. */
async function fillOrganization(database: DataSource): Promise<void> {
  const history = `
    SELECT (888888880000 + a)::text AS account, timestamptz '2026-01-01Z' + v * interval '20 min' AS valid_from,
      CASE WHEN v < 9 THEN timestamptz '2026-01-01Z' + (v + 1) * interval '20 min' END AS valid_to,
      'ou-ab12-' || lpad(v::text, 8, '0') AS unit
    FROM generate_series(1, 2000) a, generate_series(0, 9) v`;
  await database.query(
    `INSERT INTO views.organization_accounts_1
     SELECT account, valid_from, valid_to, $1, unit, valid_from, 0 FROM (${history}) h`,
    [ORGANIZATION],
  );
  await database.query(
    `INSERT INTO views.organization_principals_1
     SELECT account, p.principal, valid_from, valid_to
     FROM (${history}) h, LATERAL (VALUES ($1), ($1 || '/' || unit)) p (principal)`,
    [ORGANIZATION],
  );
  await database.query('ANALYZE views.organization_accounts_1, views.organization_principals_1');
}

describe('With many images,', () => {
  let ledger: TestLedger;
  let asked: AskedQueries;

  beforeAll(async () => {
    ledger = await testLedger();
    for (const projector of projectors)
      await setUpView(ledger.database.manager, projector, await ledger.store.logId());
    await fill(ledger.database);
    asked = new AskedQueries(ledger.database);
  });
  afterAll(() => ledger.close());

  const viewers = {
    'an owner of few': { account: OWNER, mayReadAll: false },
    'an account that some are shared with': { account: FRIEND, mayReadAll: false },
    'an account whose organization some are shared with': { account: COUSIN, mayReadAll: false },
    'a stranger': { account: STRANGER, mayReadAll: false },
    'an auditor': { account: STRANGER, mayReadAll: true },
  };
  const cases = Object.entries(viewers).flatMap(([who, viewer]) =>
    [undefined, THEN].map(
      (asOf) => [who, asOf === undefined ? 'now' : 'as of a time', viewer, asOf] as const,
    ),
  );
  it.each(cases)('a page for %s, %s, looks at few of them', async (_who, _when, viewer, asOf) => {
    const list: ImageList = {
      viewer,
      filters: { region: REGION },
      limit: 50,
      ...(asOf === undefined ? {} : { asOf }),
    };
    const images = new Images(ledger.database);
    const { items, nextCursor: cursor } = await images.list(list);
    expect(items).toHaveLength(50);
    expect(await asked.rowsLookedAt(() => images.list(list))).toBeLessThan(FEW);
    expect(await asked.rowsLookedAt(() => images.list({ ...list, cursor: cursor! }))).toBeLessThan(FEW);
  });

  it.each([undefined, THEN])('one of them and its permissions are found at once (as of %p)', async (asOf) => {
    const images = new Images(ledger.database);
    const permissions = new LaunchPermissions(ledger.database);
    const [row] = await ledger.database.query<{ id: string }[]>(
      `SELECT image_id AS id FROM views.images_6 WHERE name = 'image-300' LIMIT 1`,
    );
    const id = row!.id;
    const looked = await asked.rowsLookedAt(async () => {
      expect(await images.find(id, viewers['an account that some are shared with'], asOf)).toBeDefined();
      expect(await permissions.access(id, FRIEND, asOf)).toMatchObject({ allowed: true, grounds: 'account' });
      expect(await permissions.access(id, COUSIN, asOf)).toMatchObject({ grounds: 'organization' });
      expect(
        (await permissions.page(id, { limit: 100, ...(asOf === undefined ? {} : { asOf }) })).items,
      ).toHaveLength(3);
    });
    expect(looked).toBeLessThan(100);
  });

  it.each([undefined, THEN])(
    'a page of an organization looks at few of its accounts (as of %p)',
    async (asOf) => {
      const organizations = new Organizations(ledger.database);
      const page = { limit: 50, ...(asOf === undefined ? {} : { asOf }) };
      const { items, nextCursor: cursor } = await organizations.accounts(ORGANIZATION, page);
      expect(items).toHaveLength(50);
      const looked = await asked.rowsLookedAt(() =>
        organizations.accounts(ORGANIZATION, { ...page, cursor: cursor! }),
      );
      expect(looked).toBeLessThan(200);
    },
  );
});
