import fc from 'fast-check';
import { serviceTokens } from '#access';
import {
  instances,
  snapshots,
  volumes,
  type InstanceCommand,
  type SnapshotCommand,
  type VolumeCommand,
} from '#machine-images';
import { reserve, recordLaunch, release, replaceTags } from '../machine-images/instance/instance.testing';
import { wish } from '../../test/support/ledger';
import { FRIEND, OWNER, STRANGER, viewedLedger, type ViewedLedger } from '../../test/support/viewed-ledger';
import { projectors } from './index';

const SEED = 20_260_301;
const [PAST, FUTURE] = [new Date('2026-01-01T00:00:00Z'), new Date('2034-01-01T00:00:00Z')];

type Step =
  | { readonly kind: 'register'; readonly owner: string; readonly tags: Record<string, string> }
  | { readonly kind: 'describe'; readonly image: number; readonly description: string }
  | { readonly kind: 'tag'; readonly image: number; readonly tags: Record<string, string> }
  | { readonly kind: 'share'; readonly image: number; readonly add: string[]; readonly remove: string[] }
  | { readonly kind: 'deprecate'; readonly image: number; readonly deprecateAt: Date }
  | { readonly kind: 'keep'; readonly image: number }
  | { readonly kind: 'deregister'; readonly image: number }
  | { readonly kind: 'issue' | 'revoke'; readonly token: number }
  | { readonly kind: 'instance' | 'volume' | 'snapshot'; readonly number: number; readonly then: number };

const image = fc.nat({ max: 11 });
const token = fc.nat({ max: 5 });
const tags = fc.dictionary(fc.constantFrom('team', 'Name', 'ö "x"'), fc.string({ maxLength: 5 }), {
  maxKeys: 3,
});
const principals = fc.uniqueArray(fc.constantFrom('all', FRIEND, STRANGER), { maxLength: 2 });
const of = <Kind extends Step['kind']>(kind: Kind) => fc.constant(kind);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: of('register'), owner: fc.constantFrom(OWNER, FRIEND), tags }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: of('describe'), image, description: fc.string({ maxLength: 20 }) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: of('tag'), image, tags }) },
  { weight: 6, arbitrary: fc.record({ kind: of('share'), image, add: principals, remove: principals }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: of('deprecate'), image, deprecateAt: fc.date({ min: PAST, max: FUTURE }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: of('keep'), image }) },
  { weight: 1, arbitrary: fc.record({ kind: of('deregister'), image }) },
  { weight: 1, arbitrary: fc.record({ kind: of('issue'), token }) },
  { weight: 1, arbitrary: fc.record({ kind: of('revoke'), token }) },
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constantFrom('instance' as const, 'volume' as const, 'snapshot' as const),
      number: fc.nat({ max: 3 }),
      then: fc.nat({ max: 5 }),
    }),
  },
);

describe('Views', () => {
  let ledger: ViewedLedger;
  let imageIds: string[];

  beforeAll(async () => {
    ledger = await viewedLedger();
    imageIds = [];
    const [steps = []] = fc.sample(fc.array(step, { minLength: 250, maxLength: 250 }), {
      numRuns: 1,
      seed: SEED,
    });
    for (const one of steps) await take(one).catch(refused);
    await ledger.settled();
  });
  afterAll(() => ledger.close());

  /** What a random history asks for is often refused, and then nothing happens. */
  const refused = (error: unknown): void => {
    const isRefusal = error instanceof Error && ('code' in error || error.message === 'nothing was recorded');
    if (!isRefusal) throw error;
  };

  async function take(one: Step): Promise<unknown> {
    switch (one.kind) {
      case 'register':
        return imageIds.push(await ledger.register({ ownerId: one.owner, tags: one.tags }));
      case 'describe':
        return ledger.change(imageOf(one), { type: 'DescribeImage', description: one.description });
      case 'tag':
        return ledger.change(imageOf(one), { type: 'ReplaceTags', tags: one.tags });
      case 'share':
        return ledger.share(imageOf(one), one, { reason: 'because' });
      case 'deprecate':
        return ledger.change(imageOf(one), {
          type: 'ScheduleDeprecation',
          deprecateAt: one.deprecateAt,
          at: PAST,
        });
      case 'keep':
        return ledger.change(imageOf(one), { type: 'CancelDeprecation' });
      case 'deregister':
        return ledger.deregister(imageOf(one));
      case 'issue':
      case 'revoke':
        return ledger.writePath.execute(serviceTokens, `token-${one.token}`, tokenCommand(one), wish());
      case 'instance':
        return ledger.writePath.execute(instances, `i-${one.number}`, instanceCommand(one), wish());
      case 'volume':
        return ledger.writePath.execute(volumes, `vol-${one.number}`, volumeCommand(one), wish());
      case 'snapshot':
        return ledger.writePath.execute(snapshots, `snap-${one.number}`, snapshotCommand(one), wish());
    }
  }
  const imageOf = ({ image: index }: { image: number }): string =>
    imageIds[index % imageIds.length] ?? 'ami-0';
  const tokenCommand = ({ kind, token: number }: { kind: 'issue' | 'revoke'; token: number }) => {
    const tokenId = `token-${number}`;
    const issue = { tokenId, account: OWNER, subject: 's', roles: [], tokenHash: tokenId };
    return kind === 'issue'
      ? ({ type: 'IssueServiceToken', issue, at: new Date() } as const)
      : ({ type: 'RevokeServiceToken', tokenId } as const);
  };
  const by = { account: OWNER, administrator: true };
  const home = { ownerId: OWNER, region: 'us-east-1', encrypted: false, tags: {} };
  const instanceCommand = ({ number, then }: { number: number; then: number }): InstanceCommand => {
    const on = { instanceId: `i-${number}`, by };
    const reservation = { instanceId: on.instanceId };
    const commands: readonly InstanceCommand[] = [
      { type: 'StopInstance', ...on },
      { ...reserve(reservation, by), ...on },
      release(reservation),
      { ...replaceTags({ team: String(number) }, by), ...on },
      recordLaunch({ instanceId: on.instanceId }),
    ];
    return commands[then] ?? { type: number === 3 ? 'TerminateInstance' : 'StartInstance', ...on };
  };
  const volumeCommand = ({ number, then }: { number: number; then: number }): VolumeCommand => {
    const volumeId = `vol-${number}`;
    const at = { volumeId, by, instanceId: 'i-1', zone: 'us-east-1a' };
    const create = {
      ...home,
      volumeId,
      zone: 'us-east-1a',
      size: 8,
      volumeType: 'gp3',
      snapshotId: 'snap-0',
    } as const;
    return (
      (
        [
          { type: 'AttachVolume', ...at, device: '/dev/sdf', deleteOnTermination: true },
          { type: 'DetachVolume', ...at },
          { type: 'DeleteVolume', volumeId, by },
          { type: 'ReplaceVolumeTags', volumeId, by, tags: { team: String(number) } },
        ] as const
      )[then] ?? { type: 'CreateVolume', volume: create }
    );
  };
  const snapshotCommand = ({ number, then }: { number: number; then: number }): SnapshotCommand => {
    const snapshotId = `snap-${number}`;
    const create = { ...home, snapshotId, volumeSize: 8 };
    return (
      (
        [
          { type: 'CompleteSnapshot', snapshotId, providerId: 'theirs' },
          { type: 'DeleteSnapshot', snapshotId, by },
          { type: 'HoldSnapshot', snapshotId, imageId: 'ami-1' },
          { type: 'ReplaceSnapshotTags', snapshotId, by, tags: { team: String(number) } },
        ] as const
      )[then] ?? { type: 'CreateSnapshot', snapshot: { ...create, volumeId: 'vol-0' } }
    );
  };
  const count = async (table: string): Promise<number> => {
    const [row] = await ledger.database.query<{ count: number }[]>(`SELECT count(*)::int FROM ${table}`);
    return row?.count ?? 0;
  };
  const tables = projectors.flatMap((projector) =>
    projector.tables.map(({ row }) => [projector.name, row] as const),
  );

  it('made anew from the log are what they are, row for row', async () => {
    for (const [, row] of tables)
      expect(await count(ledger.database.getMetadata(row).tablePath)).toBeGreaterThan(3);
    expect(await ledger.differences()).toEqual([]);
  });

  it.each([
    ['a description that nobody gave', `UPDATE views.images_2 SET description = 'no' WHERE valid_to IS NULL`],
    [
      'an owner of the past',
      `UPDATE views.images_2 SET owner_id = '000000000000' WHERE valid_to IS NOT NULL`,
    ],
    ['a millisecond', `UPDATE views.images_2 SET creation_date = creation_date + interval '1 ms'`],
    [
      'an actor',
      `UPDATE views.resource_history_1 SET actor = actor || '{"account": "0"}' WHERE revision = 0`,
    ],
    ['a change that is gone', `DELETE FROM views.resource_changes_1 WHERE revision = 0 AND aspect = 'name'`],
    ['a grant that nobody made', `UPDATE views.launch_permissions_1 SET valid_to = NULL`],
    [
      'a volume that is not deleted',
      `UPDATE views.volumes_1 SET state = 'available' WHERE state = 'deleted'`,
    ],
    ['an instance that runs', `UPDATE views.instances_1 SET state = 'running'`],
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
