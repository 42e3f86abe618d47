import {
  FRIEND,
  OWNER,
  STRANGER,
  viewedLedger,
  type ViewedLedger,
} from '../../../test/support/viewed-ledger';
import { InvalidCursor } from '../paging';
import { Images, type ImageFilters, type ImageList } from './images.query';

const viewerOf = (account: string) => ({ account, mayReadAll: false });
const AUDITOR = { account: '999999999999', mayReadAll: true };

type Listing = Partial<Omit<ImageList, 'filters'>> & { readonly filters?: Partial<ImageFilters> };

describe('Lists of images', () => {
  let ledger: ViewedLedger;
  let images: Images;
  beforeAll(async () => {
    ledger = await viewedLedger();
    images = new Images(ledger.database);
  });
  afterAll(() => ledger.close());

  /** Every spec has a region of its own, and sees what it wrote and nothing else. */
  let region: string;
  let regions = 0;
  beforeEach(() => (region = `region-${++regions}`));

  const list = async ({ filters = {}, ...wanted }: Listing = {}) => {
    await ledger.settled();
    return images.list({ viewer: viewerOf(OWNER), limit: 100, filters: { region, ...filters }, ...wanted });
  };
  const ids = async (wanted: Listing = {}): Promise<string[]> =>
    (await list(wanted)).items.map(({ imageId }) => imageId);
  /** Page after page, and something in between. */
  async function pages(wanted: Listing, between: () => Promise<unknown> = async () => {}): Promise<string[]> {
    const seen: string[] = [];
    let page = await list(wanted);
    for (;;) {
      seen.push(...page.items.map(({ imageId }) => imageId));
      if (page.nextCursor === undefined) return seen;
      await between();
      page = await list({ ...wanted, cursor: page.nextCursor });
    }
  }
  const register = (registering: Parameters<ViewedLedger['register']>[0] = {}): Promise<string> =>
    ledger.register({ region, ...registering });
  const find = async (imageId: string, account: string, asOf?: Date) => {
    await ledger.settled();
    return images.find(imageId, viewerOf(account), asOf);
  };

  describe('listed', () => {
    it('are the newest first, page by page, while more arrive', async () => {
      const made: string[] = [];
      for (let index = 0; index < 7; index++) made.unshift(await register());
      const seen = await pages({ limit: 3 }, register);
      expect(seen).toEqual(made);
    });
    it('are in one order when they were created in the same millisecond', async () => {
      const made = Array.from(
        { length: 5 },
        (_, index) => `ami-${String(regions).padStart(16, '0')}${index}`,
      );
      const template = await register();
      const row = (await find(template, OWNER))!;
      await ledger.record(
        `image-${template}-many`,
        ...made.map((imageId) => ({
          type: 'ImageCreated',
          data: {
            imageId,
            ownerId: OWNER,
            region,
            name: imageId,
            origin: row.origin,
            ...row.content,
            rootDeviceType: 'ebs',
            tags: {},
          },
        })),
      );
      const first = await list({ limit: 2 });
      const second = await list({ limit: 2, cursor: first.nextCursor! });
      const third = await list({ limit: 2, cursor: second.nextCursor! });
      const seen = [first, second, third].flatMap(({ items }) => items.map(({ imageId }) => imageId));
      expect(seen).toEqual([...made.toSorted().reverse(), template]);
      expect(third.nextCursor).toBeUndefined();
    });
    it('page through what is owned, public and shared as through one list', async () => {
      const made: string[] = [];
      for (let index = 0; index < 9; index++) {
        const imageId = await register({ ownerId: index % 3 === 0 ? FRIEND : OWNER });
        if (index % 3 === 1) await ledger.share(imageId, { add: ['all', FRIEND] });
        if (index % 3 === 2) await ledger.share(imageId, { add: [FRIEND] });
        made.unshift(imageId);
      }
      await register();
      const { at } = await ledger.store.head();
      const viewer = viewerOf(FRIEND);
      expect(await pages({ viewer, limit: 2 })).toEqual(made);
      expect(await pages({ viewer, limit: 2, asOf: at })).toEqual(made);
    });
    it('refuse a cursor of another list', async () => {
      for (let index = 0; index < 2; index++) await register();
      const { nextCursor: cursor } = await list({ limit: 1 });
      const others = [
        list({ cursor: cursor!, filters: { name: '*' } }),
        list({ cursor: cursor!, viewer: AUDITOR }),
        list({ cursor: cursor!, asOf: new Date() }),
        list({ cursor: 'nonsense' }),
        list({ cursor: Buffer.from('["a","b","c"]').toString('base64url') }),
      ];
      for (const other of await Promise.allSettled(others))
        expect(other).toMatchObject({ status: 'rejected', reason: { constructor: InvalidCursor } });
    });
  });

  describe('filtered', () => {
    it('by region', async () => {
      await register({ region: 'elsewhere-1' });
      const here = await register();
      expect(await ids()).toEqual([here]);
    });
    it('by owner', async () => {
      const [mine, theirs] = [await register(), await register({ ownerId: FRIEND })];
      expect(await ids({ viewer: AUDITOR, filters: { ownerId: FRIEND } })).toEqual([theirs]);
      expect(await ids({ viewer: AUDITOR, filters: { ownerId: OWNER } })).toEqual([mine]);
      expect(await ids({ filters: { ownerId: FRIEND } })).toEqual([]);
    });
    it('by name, with wildcards, and nothing else is special', async () => {
      const names = ['web-1.0', 'web-1.1', 'web_1x0', 'wEb-1.0b', "it's (a) [b] @c/d"];
      const named = new Map<string, string>();
      for (const name of names) named.set(await register({ name }), name);
      const matching = async (name: string): Promise<unknown[]> =>
        (await ids({ filters: { name } })).map((id) => named.get(id)).sort();
      expect(await matching('web-1.0')).toEqual(['web-1.0']);
      expect(await matching('web-*')).toEqual(['web-1.0', 'web-1.1']);
      expect(await matching('web-1.?')).toEqual(['web-1.0', 'web-1.1']);
      expect(await matching('web?1?0')).toEqual(['web-1.0', 'web_1x0']);
      expect(await matching('web_1_0')).toEqual([]);
      expect(await matching('%')).toEqual([]);
      expect(await matching('*')).toHaveLength(names.length);
      expect(await matching("it's*")).toEqual(["it's (a) [b] @c/d"]);
      expect(await matching('web-1.0\\')).toEqual([]);
    });
    it('by tags, all of them', async () => {
      const both = await register({ tags: { team: 'core', 'cost "centre"': "o'hare" } });
      await register({ tags: { team: 'core' } });
      expect(await ids({ filters: { tags: { team: 'core', 'cost "centre"': "o'hare" } } })).toEqual([both]);
      expect(await ids({ filters: { tags: { team: 'core' } } })).toHaveLength(2);
      expect(await ids({ filters: { tags: { team: 'other' } } })).toEqual([]);
    });
    it('by visibility', async () => {
      const [hidden, shared, open] = [await register(), await register(), await register()];
      await ledger.share(shared, { add: [FRIEND] });
      await ledger.share(open, { add: [FRIEND, 'all'] });
      expect(await ids({ filters: { visibility: 'private' } })).toEqual([hidden]);
      expect(await ids({ filters: { visibility: 'shared' } })).toEqual([shared]);
      expect(await ids({ filters: { visibility: 'public' } })).toEqual([open]);
    });
    it('by who may launch them by being named', async () => {
      const [shared, open, theirs] = [
        await register(),
        await register(),
        await register({ ownerId: STRANGER }),
      ];
      await ledger.share(shared, { add: [FRIEND] });
      await ledger.share(open, { add: ['all'] });
      const then = await ledger.share(theirs, { add: [FRIEND, OWNER] });
      await ledger.share(shared, { remove: [FRIEND] });
      expect(await ids({ filters: { executableBy: 'all' } })).toEqual([open]);
      expect(await ids({ viewer: viewerOf(FRIEND), filters: { executableBy: 'self' } })).toEqual([theirs]);
      expect(await ids({ viewer: AUDITOR, filters: { executableBy: FRIEND } })).toEqual([theirs, open]);
      expect(await ids({ viewer: AUDITOR, filters: { executableBy: FRIEND }, asOf: then })).toEqual([
        theirs,
        open,
        shared,
      ]);
      // Revoked or disabled, nobody launches it, not its owner.
      await ledger.change(open, { type: 'DisableImage' });
      expect(await ids({ viewer: AUDITOR, filters: { executableBy: OWNER } })).toEqual([theirs, shared]);
      // With whom a stranger shares an image is not for those to know who may launch it too.
      expect(await ids({ filters: { executableBy: FRIEND }, asOf: then })).toEqual([shared]);
    });
  });
});
