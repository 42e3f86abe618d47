import fc from 'fast-check';
import { serviceTokens } from '#access';
import {
  images,
  instances,
  snapshots,
  volumes,
  type InstanceCommand,
  type RevocationCause,
  type SnapshotCommand,
  type VolumeCommand,
} from '#machine-images';
import { finish, toBeMade } from '../machine-images/image/image.testing';
import { reserve, recordLaunch, release, replaceTags } from '../machine-images/instance/instance.testing';
import { failed, replaced, requested } from '../machine-images/instance/replacement.testing';
import { wish } from '../../test/support/ledger';
import { BELOW, BESIDE, TOP } from '../../test/support/organization';
import { FRIEND, OWNER, STRANGER, viewedLedger, type ViewedLedger } from '../../test/support/viewed-ledger';
import { projectors } from './index';

const SEED = 20_260_302;
const [PAST, FUTURE] = [new Date('2026-01-01T00:00:00Z'), new Date('2034-01-01T00:00:00Z')];

type Change = Parameters<ViewedLedger['change']>[1];
type Step =
  | { readonly kind: 'register'; readonly owner: string; readonly tags: Record<string, string> }
  | { readonly kind: 'change'; readonly image: number; readonly change: Change }
  | { readonly kind: 'share'; readonly image: number; readonly add: string[]; readonly remove: string[] }
  | { readonly kind: 'deregister' | 'restore'; readonly image: number }
  | { readonly kind: 'retain'; readonly owner: string; readonly days: number }
  | { readonly kind: 'make'; readonly number: number; readonly cause: string | undefined }
  | { readonly kind: 'place' | 'leave'; readonly account: string; readonly in: string }
  | { readonly kind: 'issue' | 'revoke'; readonly token: number }
  | { readonly kind: 'replace'; readonly number: number; readonly task: number; readonly end: number }
  | { readonly kind: 'instance' | 'volume' | 'snapshot'; readonly number: number; readonly then: number };

const PLACES = [[TOP], [TOP, BELOW], [BESIDE]].map((path) => ['o-aaaaaaaaaa', ...path].join('/'));
const image = fc.nat({ max: 11 });
const token = fc.nat({ max: 5 });
const tags = fc.dictionary(fc.constantFrom('team', 'Name', 'ö "x"'), fc.string({ maxLength: 5 }), {
  maxKeys: 3,
});
const organization = fc.constantFrom('o-aaaaaaaaaa', `o-aaaaaaaaaa/${TOP}`);
const place = fc.constantFrom('o-aaaaaaaaaa', 'o-bbbbbbbbbb', ...PLACES);
const principals = fc.uniqueArray(fc.oneof(fc.constantFrom('all', FRIEND, STRANGER), organization), {
  maxLength: 2,
});
const of = <Text extends string>(text: Text) => fc.constant(text);
const so = fc.boolean();
const cause = fc.constantFrom<RevocationCause>({ kind: 'by-hand' }, { kind: 'cascade', cascadeId: 'one' });

const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ type: of('DescribeImage'), description: fc.string({ maxLength: 20 }) }),
  },
  { weight: 3, arbitrary: fc.record({ type: of('ReplaceTags'), tags }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: of('ScheduleDeprecation'),
      deprecateAt: fc.date({ min: PAST, max: FUTURE }),
      at: fc.constant(PAST),
    }),
  },
  fc.record({ type: of('CancelDeprecation') }),
  fc.record({ type: of('DisableImage') }),
  fc.record({
    type: of('EnableImage'),
    restorePermissions: so,
    imageBlockPublicAccess: fc.constant('unblocked' as const),
  }),
  fc.record({ type: of('EnableDeregistrationProtection'), withCooldown: so }),
  fc.record({ type: of('DisableDeregistrationProtection') }),
  fc.record({ type: of('RevokeImage'), cause }),
  fc.record({ type: of('ReinstateImage'), cause }),
);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: of('register'), owner: fc.constantFrom(OWNER, FRIEND), tags }) },
  { weight: 15, arbitrary: fc.record({ kind: of('change'), image, change }) },
  { weight: 6, arbitrary: fc.record({ kind: of('share'), image, add: principals, remove: principals }) },
  { weight: 2, arbitrary: fc.record({ kind: of('deregister'), image }) },
  { weight: 2, arbitrary: fc.record({ kind: of('restore'), image }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: of('retain'),
      owner: fc.constantFrom(OWNER, FRIEND),
      days: fc.integer({ min: 1, max: 365 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: of('make'),
      number: fc.nat(),
      cause: fc.constantFrom(undefined, 'no room'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: of('issue'), token }) },
  { weight: 2, arbitrary: fc.record({ kind: of('revoke'), token }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: of('replace'),
      number: fc.nat({ max: 3 }),
      task: fc.nat({ max: 99 }),
      end: fc.nat({ max: 2 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('place' as const, 'place' as const, 'leave' as const),
      account: fc.constantFrom(FRIEND, STRANGER),
      in: place,
    }),
  },
  {
    weight: 20,
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
    const [steps = []] = fc.sample(fc.array(step, { minLength: 400, maxLength: 400 }), {
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
      case 'change':
        return ledger.change(imageOf(one), one.change, { reason: 'because' });
      case 'share':
        return ledger.share(imageOf(one), one, { reason: 'because' });
      case 'deregister':
        return ledger.deregister(imageOf(one));
      case 'restore':
        return ledger.restore(imageOf(one));
      case 'retain':
        return ledger.retain({ ownerId: one.owner, days: one.days });
      case 'make':
        return imageIds.push(await make(one));
      case 'place':
      case 'leave': {
        const [organizationId = '', ...units] = one.in.split('/');
        if (one.kind === 'leave') return ledger.leave(one.account, organizationId);
        return ledger.place(one.account, organizationId, units.join('/') || undefined);
      }
      case 'issue':
      case 'revoke':
        return ledger.writePath.execute(serviceTokens, `token-${one.token}`, tokenCommand(one), wish());
      case 'replace':
        return ledger.record(`instance-i-${one.number}`, ...replacementOf(one));
      case 'instance':
        return ledger.writePath.execute(instances, `i-${one.number}`, instanceCommand(one), wish());
      case 'volume':
        return ledger.writePath.execute(volumes, `vol-${one.number}`, volumeCommand(one), wish());
      case 'snapshot':
        return ledger.writePath.execute(snapshots, `snap-${one.number}`, snapshotCommand(one), wish());
    }
  }
  /** In progress, succeeded or failed: as events, past every decision. */
  const replacementOf = ({ number, task, end }: { number: number; task: number; end: number }) => {
    const of = { instanceId: `i-${number}`, replaceRootVolumeTaskId: `replacevol-${number}-${task}` };
    const ends = [replaced(of), failed('no room', of)];
    return [requested(of), ...ends.slice(end, end + 1)];
  };
  const imageOf = ({ image: index }: { image: number }): string =>
    imageIds[index % imageIds.length] ?? 'ami-0';
  /** An image of an instance or of another image, which the provider makes, or does not. */
  async function make({ number, cause }: { number: number; cause: string | undefined }): Promise<string> {
    const imageId = `ami-made-${number}`;
    const origin = cause === undefined ? copyOf(imageId) : toBeMade().origin;
    const image = { ...toBeMade(origin), imageId, ownerId: OWNER };
    const command = { type: 'CreateImage', registration: image } as const;
    await ledger.writePath.execute(images, imageId, command, wish());
    await ledger.writePath.execute(images, imageId, { ...finish(cause), imageId }, wish());
    return imageId;
  }
  const copyOf = (imageId: string) => ({ kind: 'copy', imageId, region: 'eu-central-1' }) as const;
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
    const sourced = number === 3 ? { sourceSnapshotId: 'snap-1', createdFor: { imageId: 'ami-1' } } : {};
    const create = { ...home, ...sourced, snapshotId, volumeSize: 8 };
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
    ['a cooldown', `UPDATE views.images_2 SET cooldown_end_time = now() WHERE cooldown_end_time IS NOT NULL`],
    ['a revocation', `UPDATE views.images_2 SET revocations = '[]'`],
    [
      'an image that stays in the bin',
      `UPDATE views.images_2 SET retained_until = 'infinity' WHERE retained_until IS NOT NULL`,
    ],
    [
      'an actor',
      `UPDATE views.resource_history_1 SET actor = actor || '{"account": "0"}' WHERE revision = 0`,
    ],
    ['a change that is gone', `DELETE FROM views.resource_changes_1 WHERE revision = 0 AND aspect = 'name'`],
    ['a grant that nobody made', `UPDATE views.launch_permissions_2 SET valid_to = NULL`],
    ['an account elsewhere', `UPDATE views.organization_accounts_1 SET unit = 'ou-ab12-33333333'`],
    ['a unit never left', `UPDATE views.organization_principals_1 SET valid_to = NULL`],
    [
      'a volume that is not deleted',
      `UPDATE views.volumes_1 SET state = 'available' WHERE state = 'deleted'`,
    ],
    ['a root volume of another image', `UPDATE views.instances_2 SET root_volume_image_id = 'ami-0'`],
    ['a replacement without an end', `UPDATE views.root_volume_replacements_1 SET complete_time = NULL`],
    ['an instance that runs', `UPDATE views.instances_2 SET state = 'running'`],
    ['a snapshot of another', `UPDATE views.snapshots_1 SET source_snapshot_id = 'snap-9'`],
    ['an image that did not fail', `UPDATE views.images_2 SET state_message = NULL`],
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
