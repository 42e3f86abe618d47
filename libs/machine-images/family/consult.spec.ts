import type { Look } from '#event-sourcing';
import { byHand } from '../image/revocation.testing';
import { givenAnImage } from '../image/image.testing';
import type { FamilyCommand } from './commands';
import { consult } from './consult';
import type { FamilyEvent } from './events';
import type { ImageFitness } from './fitness';
import {
  create,
  given,
  givenVersions,
  imageOf,
  movedAway,
  promote,
  promoted,
  publish,
  reinstate,
  revoke,
  revoked,
  rollBack,
  rolledBack,
  undo,
} from './family.testing';

const prod = [promoted('prod', 1), promoted('prod', 2, 1), promoted('prod', 3, 2)];
const givenProd = (...further: readonly FamilyEvent[]) => givenVersions(4, ...prod, ...further);

/** There are good images behind the first four versions, except for these. */
function lookingFor(...missing: readonly number[]): Look {
  const good = [1, 2, 3, 4].filter((version) => !missing.includes(version)).map(imageOf);
  const { state } = givenAnImage();
  return (async (category: { decider: { initial: unknown } }, id: unknown) =>
    Promise.resolve(good.includes(id as string) ? state : category.decider.initial)) as Look;
}

/** What is found out about images, by version. */
async function foundFor(
  { state }: ReturnType<typeof given>,
  command: FamilyCommand,
  ...missing: readonly number[]
): Promise<readonly string[]> {
  const { fitness: _, ...wish } = { fitness: 0, ...command };
  const asked = await consult(wish, state, lookingFor(...missing));
  if (!('fitness' in asked) || !(asked.fitness instanceof Map)) throw new Error('nothing is found out');
  const fitness = asked.fitness as ReadonlyMap<string, ImageFitness>;
  return [...fitness].map(([imageId, found]) => `${Number(imageId.slice(4))} ${found}`);
}

describe('Rolling a channel back', () => {
  it('asks about where it points, and about the nearest until one is good', async () => {
    expect(await foundFor(givenProd(), rollBack('prod'))).toEqual(['3 good', '2 good']);
    expect(await foundFor(givenProd(), rollBack('prod'), 2)).toEqual(['3 good', '2 unknown', '1 good']);
    expect(await foundFor(givenProd(revoked(2)), rollBack('prod'))).toEqual(['3 good', '2 good', '1 good']);
  });

  it('asks about the one that is named', async () => {
    expect(await foundFor(givenProd(), rollBack('prod', 1))).toEqual(['3 good', '1 good']);
    expect(await foundFor(givenProd(), rollBack('prod', 4))).toEqual(['3 good']);
  });

  it('asks about nothing where it points at nothing and came from nowhere', async () => {
    expect(await foundFor(givenProd(rolledBack('prod', 3)), rollBack('prod'))).toEqual([]);
  });

  it('asks about what undoing leads to, if it leads anywhere', async () => {
    const back = givenProd(rolledBack('prod', 3, 1));
    expect(await foundFor(back, undo('prod', [1, 2, 3]))).toEqual(['1 good', '3 good']);
    expect(await foundFor(back, undo('prod', []))).toEqual(['1 good']);
    expect(await foundFor(back, undo('prod', undefined))).toEqual(['1 good']);
  });
});

describe('Revoking the image of a version', () => {
  it('asks about where the channels go that point at it, and no others', async () => {
    const others = [promoted('beta', 4), promoted('stable', 1), rolledBack('stable', 1)];
    expect(await foundFor(givenProd(...others), revoke(3))).toEqual(['3 good', '2 good']);
    expect(await foundFor(givenProd(...others), revoke(2))).toEqual([]);
  });
});

describe('Reinstating the image of a version', () => {
  it('asks about where the channels come back to that left it', async () => {
    const left = [revoked(3), movedAway(byHand, 'prod', 3, 2)];
    const others = [promoted('beta', 4), revoked(4), movedAway(byHand, 'beta', 4)];
    expect(await foundFor(givenProd(...left, ...others), reinstate(3, 'one'))).toEqual(['3 good']);
    expect(await foundFor(givenProd(...left), reinstate(9, 'one'))).toEqual([]);
  });
});

describe('Nothing is asked about images', () => {
  it.each<readonly [string, ReturnType<typeof given>, FamilyCommand]>([
    ['where there is no family', given(), publish(1)],
    ['by creating a family once more', givenProd(), create()],
    ['by promoting a version that there is not', givenProd(), promote('prod', 9)],
    ['by reinstating a version by hand', givenProd(revoked(3)), reinstate(3)],
  ])('%s', async (_, { state }, command) => {
    expect(await consult(command, state, lookingFor())).toBe(command);
  });
});

describe('Publishing an image', () => {
  it('asks whether it is there', async () => {
    const asked = await consult(publish(5), givenProd().state, lookingFor());
    expect(asked).toStrictEqual({ ...publish(5), image: { exists: false } });
  });
});
