import { owner } from '../image/image.testing';
import type { CascadeLedger as Ledger } from './image-cascade.testing';
import { amiOf, cascadeOf, CascadeLedger } from './image-cascade.testing';

const COUNT = 1_000;

/** Each came of one before it: of the one at half its number, so that it is ten deep and some have many. */
const parentOf = (number: number): number => Math.floor(number / 2);
const numbers = Array.from({ length: COUNT }, (_, index) => index + 1);
const comesOf = (number: number, ancestor: number): boolean =>
  number === ancestor || (number > ancestor && comesOf(parentOf(number), ancestor));

/** What each image is revoked for, and where it stands in its life: all that the undoing may not change. */
async function standing(ledger: Ledger): Promise<readonly unknown[]> {
  const found = [];
  for (const number of numbers) {
    const { lifecycle, revocations, revokedAncestors } = await ledger.image(number);
    found.push({ number, lifecycle, revocations: revocations.map(({ cause }) => cause), revokedAncestors });
  }
  return found;
}

describe('The undoing of a cascade over 1,000 images', () => {
  it('restores exactly what the cascade did: what somebody else revoked, before or meanwhile, stays so', async () => {
    const ledger = await CascadeLedger.with(
      Object.fromEntries(numbers.slice(1).map((number) => [number, parentOf(number)])),
    );
    for (const number of numbers.filter((one) => one % 7 === 0)) await ledger.revoke(number);
    const other = cascadeOf(await ledger.cascade(5));
    await ledger.react();
    const before = await standing(ledger);

    const from = ledger.store.log.length;
    const cascade = cascadeOf(await ledger.cascade(1));
    await ledger.react(from);
    const all = await ledger.causes(...numbers);
    expect(all.filter((causes) => causes.includes(cascade))).toHaveLength(COUNT);

    const meanwhile = numbers.filter((one) => one % 50 === 1);
    for (const number of meanwhile) await ledger.revoke(number);
    const undoing = ledger.store.log.length;
    await ledger.undo(1, cascade);
    await ledger.react(undoing);

    const byHand = { kind: 'by-hand' };
    const expected = (before as { number: number; revocations: object[] }[]).map((image) =>
      meanwhile.includes(image.number) && image.number % 7 !== 0
        ? { ...image, revocations: [...image.revocations, byHand] }
        : image,
    );
    expect(await standing(ledger)).toEqual(expected);
    expect(await ledger.causes(5, 10, 11, 1)).toEqual([[other], [other], [other], ['by hand']]);
    expect((await ledger.image(1_000)).revocations).toHaveLength(Number(comesOf(1_000, 5)));
    const undone = ledger.store.log.slice(undoing).filter(({ type }) => type === 'ImageReinstated');
    expect(new Set(undone.map(({ stream }) => stream)).size).toBe(COUNT);
    expect(undone).toHaveLength(COUNT);
    const { correlationId } = JSON.parse(undone[0]!.metadata) as { correlationId: string };
    expect(correlationId).not.toBe(cascade);
    for (const { metadata } of undone) expect(metadata).toContain(correlationId);
    expect(await ledger.image(5)).toMatchObject({ created: { ownerId: owner.account, imageId: amiOf(5) } });
  });
});
