import {
  FRIEND,
  OWNER,
  STRANGER,
  viewedLedger,
  type ViewedLedger,
} from '../../../test/support/viewed-ledger';
import { InvalidCursor } from '../paging';
import { Lineage, type LineageWish } from './lineage.query';
import { beginningOf, type Maker } from './lineage.testing';

const idOf = (prefix: string, number: number): string => `${prefix}-${String(number).padStart(17, '0')}`;
const IMAGE = idOf('ami', 1);
const INSTANCE = idOf('i', 1);
const VOLUME = idOf('vol', 1);
const UNKNOWN = idOf('snap', 99);
const SNAPSHOTS = [1, 2, 3, 4].map((number) => idOf('snap', number));

describe('The lineage of an image', () => {
  let ledger: ViewedLedger;
  let lineage: Lineage;
  const wish: LineageWish = {
    viewer: { account: OWNER, mayReadAll: false },
    directions: ['descendants'],
    selection: 'everything',
    limit: 50,
  };
  const make = (id: string, of: Maker, ownerId = OWNER) =>
    ledger.record(`${of.kind}-${id}`, beginningOf({ id, ownerId, of }));

  beforeAll(async () => {
    ledger = await viewedLedger();
    lineage = new Lineage(ledger.database);
    await make(IMAGE, { kind: 'image', snapshots: [UNKNOWN] });
    await make(INSTANCE, { kind: 'instance', image: IMAGE }, FRIEND);
    await make(VOLUME, { kind: 'volume', instance: INSTANCE }, FRIEND);
    // Each of the volume, and a copy of the one before.
    for (const [index, id] of SNAPSHOTS.entries())
      await make(
        id,
        { kind: 'snapshot', volume: VOLUME, ...(index === 0 ? {} : { copyOf: SNAPSHOTS[index - 1]! }) },
        FRIEND,
      );
    await ledger.settled();
  });
  afterAll(() => ledger.close());

  it('has snapshots that the ledger did not make, of which it knows nothing else', async () => {
    const { nodes } = await lineage.page(IMAGE, { ...wish, directions: ['ancestors'] });
    expect(nodes).toEqual([
      {
        id: UNKNOWN,
        kind: 'snapshot',
        direction: 'ancestors',
        depth: 1,
        ownerId: null,
        state: null,
        running: null,
      },
    ]);
  });

  it('joins what stands on one level, each edge on the page of its later end', async () => {
    const pages = [await lineage.page(IMAGE, { ...wish, limit: 1 })];
    for (let cursor = pages[0]!.nextCursor; cursor !== undefined; cursor = pages.at(-1)!.nextCursor)
      pages.push(await lineage.page(IMAGE, { ...wish, limit: 1, cursor }));
    const shown = pages.map(({ nodes, edges }) => [
      nodes.map(({ id }) => id),
      edges.map(({ from }) => from).sort(),
    ]);
    const [one, two, three, four] = SNAPSHOTS as [string, string, string, string];
    expect(shown).toEqual([
      [[INSTANCE], [IMAGE]],
      [[VOLUME], [INSTANCE]],
      [[one], [VOLUME]],
      [[two], [one, VOLUME]],
      [[three], [two, VOLUME]],
      [[four], [three, VOLUME]],
    ]);
  });

  it.each([
    ['its owner', { account: OWNER, mayReadAll: false }, ['pending', null, null]],
    ['whoever made it', { account: FRIEND, mayReadAll: false }, ['pending', 'available', 'pending']],
    ['an auditor', { account: STRANGER, mayReadAll: true }, ['pending', 'available', 'pending']],
  ])('says in which state things of another account are, to %s', async (_, viewer, states) => {
    const { nodes } = await lineage.page(IMAGE, { ...wish, viewer, limit: 3 });
    expect(nodes.map(({ ownerId }) => ownerId)).toEqual([FRIEND, FRIEND, FRIEND]);
    expect(nodes.map(({ state }) => state)).toEqual(states);
  });

  it.each<[string, Partial<LineageWish>]>([
    ['another account', { viewer: { account: FRIEND, mayReadAll: false } }],
    ['the other direction', { directions: ['ancestors'] }],
    ['images alone', { selection: 'images' }],
    ['another depth', { depth: 2 }],
    ['a time', { asOf: new Date() }],
  ])('goes on for %s under no cursor but its own', async (_, other) => {
    const { nextCursor: cursor } = await lineage.page(IMAGE, { ...wish, limit: 1 });
    await expect(lineage.page(IMAGE, { ...wish, ...other, cursor: cursor! })).rejects.toThrow(InvalidCursor);
    await expect(lineage.page(idOf('ami', 2), { ...wish, cursor: cursor! })).rejects.toThrow(InvalidCursor);
  });
});
