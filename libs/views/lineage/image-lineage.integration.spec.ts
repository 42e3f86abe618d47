import { images } from '#machine-images';
import { ViewIsBehind, ViewPositions } from '#projections';
import { wish } from '../../../test/support/ledger';
import { FRIEND, OWNER, viewedLedger, type ViewedLedger } from '../../../test/support/viewed-ledger';
import { ImageLineageView } from './image-lineage';
import { beginningOf, type Maker } from './lineage.testing';

const idOf = (prefix: string, number: number): string => `${prefix}-${String(number).padStart(17, '0')}`;
const ami = (number: number): string => idOf('ami', number);

let ledger: ViewedLedger;
let view: ImageLineageView;

const make = (id: string, of: Maker, ownerId = OWNER) =>
  ledger.record(`${of.kind}-${id}`, beginningOf({ id, ownerId, of }));
const head = async () => (await ledger.store.head()).position;
const owned = (number: number, ownerId = OWNER) => ({ imageId: ami(number), ownerId });

/** 1 → an instance → its volume → a snapshot of that → 2 → (copied) 3 and 4 → 5 of both; 6 of nothing. */
beforeAll(async () => {
  ledger = await viewedLedger();
  view = new ImageLineageView(ledger.database, new ViewPositions(ledger.database, ledger.store), 10_000);
  await make(ami(1), { kind: 'image', snapshots: [] });
  await make(idOf('i', 1), { kind: 'instance', image: ami(1) });
  await make(idOf('vol', 1), { kind: 'volume', instance: idOf('i', 1) });
  await make(idOf('snap', 1), { kind: 'snapshot', volume: idOf('vol', 1) });
  await make(ami(2), { kind: 'image', snapshots: [idOf('snap', 1)] });
  await make(ami(3), { kind: 'image', snapshots: [], copyOf: ami(2) });
  await make(idOf('snap', 2), { kind: 'snapshot', copyOf: idOf('snap', 1) });
  await make(ami(4), { kind: 'image', snapshots: [idOf('snap', 2)], copyOf: ami(2) }, FRIEND);
  await make(ami(5), { kind: 'image', snapshots: [idOf('snap', 2)], copyOf: ami(3) });
  await make(ami(6), { kind: 'image', snapshots: [] });
});

afterAll(() => ledger.close());

describe('What came of an image', () => {
  it('is found at any depth, each image once, whatever lies between and whoever owns it', async () => {
    expect(await view.descendants(ami(1), await head())).toEqual([
      owned(2),
      owned(3),
      owned(4, FRIEND),
      owned(5),
    ]);
    expect(await view.descendants(idOf('i', 1), await head())).toHaveLength(4);
    expect(await view.descendants(ami(5), await head())).toEqual([]);
  });

  it('is not told before the view has got there', async () => {
    const impatient = new ImageLineageView(
      ledger.database,
      new ViewPositions(ledger.database, ledger.store),
      1,
    );
    const never = (await head()) + 1_000n;
    await expect(impatient.descendants(ami(1), never)).rejects.toThrow(ViewIsBehind);
    await expect(impatient.cascadesAbove(ami(5), never)).rejects.toThrow(ViewIsBehind);
  });
});

describe('The cascades that hold for what an image came of', () => {
  const by = { account: OWNER, administrator: false };
  const ask = (number: number, command: { readonly cascadeId?: string; readonly undo?: string }) => {
    const type = command.undo === undefined ? 'RevokeImage' : 'ReinstateImage';
    return ledger.writePath.execute(
      images,
      ami(number),
      { type, imageId: ami(number), by, at: new Date(), ...command },
      wish(),
    );
  };

  it('are those that stand, each with the image that it began at', async () => {
    await ask(1, { cascadeId: 'one' });
    await ask(3, { cascadeId: 'three' });
    await ask(2, {});
    await ask(6, { cascadeId: 'elsewhere' });
    const cause = { kind: 'cascade', cascadeId: 'one', inheritedFrom: ami(1) };
    await ledger.record(`image-${ami(2)}`, { type: 'ImageRevoked', data: { imageId: ami(2), cause } });
    const above = async () => [...(await view.cascadesAbove(ami(5), await head()))].map(told).sort();
    const told = ({ cascadeId, beganAt }: { cascadeId: string; beganAt: string }) =>
      `${cascadeId} ${beganAt}`;
    expect(await above()).toEqual([`one ${ami(1)}`, `three ${ami(3)}`]);
    expect(await view.cascadesAbove(ami(1), await head())).toEqual([]);
    await ask(3, { undo: 'three' });
    expect(await above()).toEqual([`one ${ami(1)}`]);
  });
});
