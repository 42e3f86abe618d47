import { administrator, owner, stranger } from '../image/image.testing';
import { amiOf, cascadeOf, CascadeLedger } from './image-cascade.testing';

/** 1 → 2 → 3 */
let ledger: CascadeLedger;

beforeEach(async () => {
  ledger = await CascadeLedger.with({ 2: 1, 3: 2 });
});

const metadataOf = (number: number, type: string): object => {
  const found = ledger.store.log.findLast(
    (one) => one.type === type && one.stream === `image-${amiOf(number)}`,
  );
  return JSON.parse(found!.metadata) as object;
};

describe('What follows a cascade', () => {
  it('follows the last decision on that cascade, whatever else became of the image that it began at', async () => {
    const cascade = cascadeOf(await ledger.cascade(1));
    await ledger.revoke(1);
    await ledger.reinstate(1);
    await ledger.change({ type: 'DisableImage', imageId: amiOf(1), by: owner, at: new Date(0) });
    await ledger.react();
    expect(await ledger.causes(1, 2, 3)).toEqual([[cascade], [cascade], [cascade]]);
  });

  it('is in the name of its administrator, for his reason, whosever the image is', async () => {
    await ledger.make(4, 2, stranger.account);
    await ledger.cascade(1, { by: administrator });
    const { actor } = metadataOf(1, 'ImageRevoked') as { readonly actor: object };
    await ledger.react();
    expect(metadataOf(4, 'ImageRevoked')).toMatchObject({ actor, reason: 'a flaw' });
  });

  it('is in the name of the ledger, which has no roles, where it merely warns', async () => {
    await ledger.make(4, 2, stranger.account);
    await ledger.cascade(1);
    await ledger.react();
    expect(metadataOf(4, 'ImageAncestorRevoked')).toHaveProperty('actor', {
      ...{ account: stranger.account, roles: [], interface: 'system' },
    });
  });
});

describe('A cascade leaves alone', () => {
  beforeEach(async () => {
    await ledger.make(4, 2, stranger.account);
    await ledger.make(5, 4, stranger.account);
  });

  it('as many images of others as are known by then, and says so', async () => {
    expect((await ledger.cascade(1)).imagesOfOthers).toBe(0);
    ledger.survey.known = ledger.store.log.at(-1)!.position;
    expect((await ledger.cascade(1)).imagesOfOthers).toBe(2);
  });

  it('none, where it is an administrator’s', async () => {
    ledger.survey.known = ledger.store.log.at(-1)!.position;
    expect((await ledger.cascade(1, { by: administrator })).imagesOfOthers).toBe(0);
  });

  it('all of them, where it is none', async () => {
    ledger.survey.known = ledger.store.log.at(-1)!.position;
    expect((await ledger.revokeAlone(1)).imagesOfOthers).toBe(0);
    await ledger.react();
    expect(await ledger.causes(1, 2)).toEqual([['by hand'], []]);
  });
});
