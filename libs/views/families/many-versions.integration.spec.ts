import { resourceIdOf } from '#event-sourcing';
import { families, type FamilyCommand } from '#machine-images';
import { wish } from '../../../test/support/ledger';
import { OWNER, viewedLedger, type ViewedLedger } from '../../../test/support/viewed-ledger';
import { Families } from './families.query';

const WEB = { ownerId: OWNER, name: 'web' } as const;
const VERSIONS = 1_000;
const PAGE = 100;
const by = { account: OWNER, administrator: false };

/** Images are good: whoever publishes that many here need not make them. */
const { consult: _, ...blind } = families;
const good = { exists: true, isVisible: true, ownerId: OWNER, fitness: 'good' } as const;

let ledger: ViewedLedger;
let view: Families;
/** When each was published. */
const published: Date[] = [];

const ask = (command: FamilyCommand) => ledger.writePath.execute(blind, WEB, command, wish());
const imageOf = (version: number): string => resourceIdOf('ami', `version ${version}`);

beforeAll(async () => {
  ledger = await viewedLedger();
  view = new Families(ledger.database);
  await ask({ type: 'CreateFamily', ...WEB });
  for (let version = 1; version <= VERSIONS; version++) {
    const about = { ...WEB, by, imageId: imageOf(version), image: good, at: new Date() };
    const { recordedAt } = await ask({ type: 'PublishImageVersion', ...about });
    published.push(recordedAt!);
  }
  await ledger.settled();
});
afterAll(() => ledger.close());

const latest = async (asOf?: Date) => (await view.channels(WEB, asOf)).map(({ version }) => version);
const publishedAt = (version: number): Date => published[version - 1]!;

async function versions(asOf?: Date): Promise<readonly number[]> {
  const seen: number[] = [];
  for (let cursor: string | undefined; ;) {
    const paged = { limit: PAGE, ...(asOf === undefined ? {} : { asOf }) };
    const page = await view.versions(WEB, cursor === undefined ? paged : { ...paged, cursor });
    seen.push(...page.items.map(({ version }) => version));
    if (page.nextCursor === undefined) return seen;
    cursor = page.nextCursor;
  }
}

describe('A family of 1,000 versions', () => {
  it.each([1, 9, 10, 25, 99, 100, 999, 1_000])(
    'was at its latest when there were %i, as a number and whatever a page holds',
    async (count) => {
      expect(await latest(publishedAt(count))).toEqual([count]);
      expect(await view.countVersions(WEB, publishedAt(count))).toBe(count);
    },
  );

  it('lists them all, the newest first', async () => {
    const all = Array.from({ length: VERSIONS }, (__, index) => VERSIONS - index);
    expect(await versions()).toEqual(all);
    expect(await versions(publishedAt(25))).toEqual(all.slice(-25));
  });

  it('goes back past all that are revoked, further than a page', async () => {
    for (let version = VERSIONS; version > VERSIONS - PAGE - 2; version--)
      await ask({
        type: 'RevokeImageVersion',
        ...WEB,
        imageId: imageOf(version),
        at: new Date(),
        since: new Date(),
      });
    await ledger.settled();
    expect(await latest()).toEqual([VERSIONS - PAGE - 2]);
    expect(await latest(publishedAt(VERSIONS))).toEqual([VERSIONS]);
  });
});
