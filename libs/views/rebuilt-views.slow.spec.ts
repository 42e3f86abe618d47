import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import fc from 'fast-check';
import { BEGINNING } from '#event-sourcing';
import { goldenEvents } from '../../test/support/golden-files';
import { viewedLedger, type ViewedLedger } from '../../test/support/viewed-ledger';
import { anyStep, firstSteps } from './any-step.testing';
import { historian } from './historian.testing';
import { ledgerEvents, projectors } from './index';

const SEED = 20_260_302;

describe('Views', () => {
  let ledger: ViewedLedger;

  beforeAll(async () => {
    ledger = await viewedLedger();
    const [steps = []] = fc.sample(fc.array(anyStep, { minLength: 500, maxLength: 500 }), {
      numRuns: 1,
      seed: SEED,
    });
    const take = historian(ledger);
    for (const step of [...firstSteps, ...steps]) await take(step);
    await appendGoldenEvents();
    await ledger.settled();
  });
  afterAll(() => ledger.close());

  /** Of every type and schema one, past every decision. */
  async function appendGoldenEvents(): Promise<void> {
    for (const { stream, type, data, metadata } of goldenEvents(join(__dirname, '..')))
      await ledger.store.append(stream, 'any', [{ id: randomUUID(), type, data, metadata }]);
  }

  const count = async (table: string): Promise<number> => {
    const [row] = await ledger.database.query<{ count: number }[]>(`SELECT count(*)::int FROM ${table}`);
    return row?.count ?? 0;
  };
  const tables = projectors.flatMap((projector) =>
    projector.tables.map(({ row }) => [projector.name, row] as const),
  );

  it('are made of every type of event that there is', async () => {
    const recorded = new Set<string>();
    for await (const { type } of ledger.store.readAll(BEGINNING)) recorded.add(type);
    expect([...recorded].sort()).toEqual([...ledgerEvents.names].sort());
  });

  it('made anew from the log are what they are, row for row', async () => {
    const poor: string[] = [];
    for (const [, row] of tables) {
      const table = ledger.database.getMetadata(row).tablePath;
      if ((await count(table)) < 4) poor.push(table);
    }
    expect(poor).toEqual([]);
    expect(await ledger.differences()).toEqual([]);
  });

  it.each([
    ['a description that nobody gave', `UPDATE views.images_6 SET description = 'no' WHERE valid_to IS NULL`],
    [
      'an owner of the past',
      `UPDATE views.images_6 SET owner_id = '000000000000' WHERE valid_to IS NOT NULL`,
    ],
    ['a millisecond', `UPDATE views.images_6 SET creation_date = creation_date + interval '1 ms'`],
    ['a cooldown', `UPDATE views.images_6 SET cooldown_end_time = now() WHERE cooldown_end_time IS NOT NULL`],
    ['a revocation', `UPDATE views.images_6 SET revocations = '[]'`],
    [
      'an image that stays in the bin',
      `UPDATE views.images_6 SET retained_until = 'infinity' WHERE retained_until IS NOT NULL`,
    ],
    [
      'an actor',
      `UPDATE views.resource_history_1 SET actor = actor || '{"account": "0"}' WHERE revision = 0`,
    ],
    ['a change that is gone', `DELETE FROM views.resource_changes_1 WHERE revision = 0 AND aspect = 'name'`],
    ['a grant that nobody made', `UPDATE views.launch_permissions_5 SET valid_to = NULL`],
    ['a grant without an end', `UPDATE views.launch_permissions_5 SET expires_at = NULL`],
    [
      'a grant that begins anew',
      `UPDATE views.launch_permissions_5 SET since = valid_from + interval '1 ms'`,
    ],
    ['an offer that is accepted', `UPDATE views.launch_permissions_5 SET consent = 'accepted'`],
    ['an image that stays public', `UPDATE views.images_6 SET public_until = NULL`],
    ['what is due another day', `UPDATE views.due_times_1 SET due_at = due_at + interval '1 day'`],
    ['an account elsewhere', `UPDATE views.organization_accounts_1 SET unit = 'ou-ab12-33333333'`],
    ['a unit never left', `UPDATE views.organization_principals_1 SET valid_to = NULL`],
    [
      'a volume that is not deleted',
      `UPDATE views.volumes_1 SET state = 'available' WHERE state = 'deleted'`,
    ],
    ['a root volume of another image', `UPDATE views.instances_4 SET root_volume_image_id = 'ami-0'`],
    ['a replacement without an end', `UPDATE views.root_volume_replacements_2 SET complete_time = NULL`],
    ['an instance that runs', `UPDATE views.instances_4 SET state = 'running'`],
    ['a snapshot of another', `UPDATE views.snapshots_1 SET source_snapshot_id = 'snap-9'`],
    ['an image that did not fail', `UPDATE views.images_6 SET state_message = NULL`],
    ['a version that is not revoked', `UPDATE views.image_versions_1 SET revoked = false`],
    ['a channel elsewhere', `UPDATE views.channel_movements_1 SET to_version = 9`],
    ['a newer version', `UPDATE views.families_1 SET latest = 9`],
    ['a snapshot of another size', `UPDATE views.snapshots_1 SET volume_size = 9`],
    [
      'an ancestor of another kind',
      `UPDATE views.lineage_1 SET kind = 'copied-from' WHERE to_id LIKE 'vol-%'`,
    ],
    ['an ancestor that is gone', `DELETE FROM views.lineage_1 WHERE to_id LIKE 'snap-%'`],
    ['a token that is not revoked', `UPDATE views.service_tokens_1 SET revoked_at = NULL`],
  ])('are found to differ in %s', async (_, tampering) => {
    const table = /views\.\w+/.exec(tampering)![0];
    await ledger.database.query(`CREATE TABLE views.kept AS TABLE ${table}`);
    try {
      await ledger.database.query(tampering);
      const differences = await ledger.differences();
      expect(differences).not.toEqual([]);
      expect(new Set(differences.map((found) => found.table))).toEqual(new Set([table]));
    } finally {
      await ledger.database.query(`TRUNCATE ${table}`);
      await ledger.database.query(`INSERT INTO ${table} TABLE views.kept`);
      await ledger.database.query('DROP TABLE views.kept');
    }
  });

  it('are as they were once nothing is tampered with any more', async () => {
    expect(await ledger.differences()).toEqual([]);
  });
});
