import { testLedger, type TestLedger } from '../../../test/support/ledger';
import { rowsLookedAtBy } from '../../../test/support/query-plans';
import { setUpView } from '#projections';
import type { Viewer } from '../viewer';
import { questionOf, type AuditFilters, type AuditPage } from './audit-filters';
import { auditTrail } from './audit-trail.projector';

const EVENTS = 40_000;
const LIMIT = 20;
/** Rows of tables that a page may look at. */
const FEW = 1_000;
const [ALL, LARGE, SMALL] = ['999988887777', '111122223333', '444455556666'];
const after = BigInt(EVENTS / 2);
const minutes = (count: number): Date => new Date(Date.parse('2026-01-01T00:00:00Z') + count * 60_000);

describe('With many events in the trail,', () => {
  let ledger: TestLedger;
  beforeAll(async () => {
    ledger = await testLedger();
    await setUpView(ledger.database.manager, auditTrail, await ledger.store.logId());
    await ledger.database.query(
      `INSERT INTO views.audit_trail_1
       SELECT i, gen_random_uuid(), CASE WHEN i % 1000 = 0 THEN 'ImageSung' ELSE 'ImageDescribed' END,
         timestamptz '2026-01-01Z' + i * interval '1 min', '{}', 'person ' || i % 500, '[]', NULL,
         CASE WHEN i % 1000 = 0 THEN 'a rare word' ELSE 'an everyday reason' END, 'correlation ' || i % 10000, '',
         CASE WHEN i % 500 = 0 THEN 'refused' ELSE 'done' END, NULL, '{}'
       FROM generate_series(1, $1::integer) i`,
      [EVENTS],
    );
    await ledger.database.query(
      `INSERT INTO views.audit_trail_accounts_1
       SELECT CASE WHEN i % 1000 = 1 THEN $2 ELSE $3 END, i, 'all' FROM generate_series(1, $1::integer) i`,
      [EVENTS, SMALL, LARGE],
    );
    await ledger.database.query(
      `INSERT INTO views.audit_trail_resources_1
       SELECT 'ami-' || i % 1000, i FROM generate_series(1, $1::integer) i`,
      [EVENTS],
    );
    await ledger.database.query(
      'ANALYZE views.audit_trail_1, views.audit_trail_accounts_1, views.audit_trail_resources_1',
    );
  });
  afterAll(() => ledger.close());

  async function rowsLookedAt(viewer: Viewer, filters: AuditFilters, page: AuditPage): Promise<number> {
    const { sql, parameters } = questionOf(viewer, filters, page);
    return rowsLookedAtBy(ledger.database, sql, parameters);
  }

  const viewers = {
    'an auditor': { account: ALL, mayReadAll: true },
    'an account with most of them': { account: LARGE, mayReadAll: false },
    'an account with few of them': { account: SMALL, mayReadAll: false },
  };
  const questions: Readonly<Record<string, AuditFilters>> = {
    nothing: {},
    person: { person: 'person 7' },
    account: { account: SMALL },
    resource: { resource: 'ami-7' },
    event: { events: ['ImageSung'] },
    times: { from: minutes(10_000), to: minutes(30_000) },
    correlation: { correlationId: 'correlation 7' },
    outcome: { outcome: 'refused' },
    reason: { reason: 'rare' },
  };
  const cases = Object.entries(viewers).flatMap(([who, viewer]) =>
    Object.entries(questions).map(([what, filters]) => [who, what, viewer, filters] as const),
  );

  it.each(cases)('a page for %s, asked by %s, looks at few of them', async (_who, _what, viewer, filters) => {
    const pages: readonly AuditPage[] = [
      { order: 'newest-first', limit: LIMIT },
      { order: 'newest-first', limit: LIMIT, after },
      { order: 'oldest-first', limit: LIMIT, after },
    ];
    for (const page of pages) expect(await rowsLookedAt(viewer, filters, page)).toBeLessThan(FEW);
  });
});
