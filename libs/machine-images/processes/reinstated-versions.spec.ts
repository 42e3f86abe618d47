import { resolveChannel } from '../family/channels';
import { FamilyLedger } from './family-revocation.testing';

const byHand = { kind: 'by-hand' } as const;
const cascade = { kind: 'cascade', cascadeId: 'one' } as const;

let ledger: FamilyLedger;

const prod = async (): Promise<number | undefined> => resolveChannel(await ledger.family(), 'prod')?.version;

/** Its third version is revoked by hand and by a cascade, and its family has followed. */
beforeEach(async () => {
  ledger = await FamilyLedger.withVersions(3);
  await ledger.revoke(3, 'move', byHand);
  await ledger.revoke(3, 'move', cascade);
  await ledger.react();
});

describe('A channel of a version that is good again', () => {
  it.each([
    ['comes back where the undoing of a cascade made it good', [byHand, cascade], 3],
    ['stays where somebody made it good by hand', [cascade, byHand], 2],
  ])('%s, whenever that is read, and whatever is read again', async (_, causes, version) => {
    const before = ledger.store.log.length;
    const inTime = new FamilyLedger(ledger.store);
    for (const cause of causes) await inTime.reinstate(3, cause);
    await ledger.react(before);
    expect(await prod()).toBe(version);
    await ledger.react();
    expect(await prod()).toBe(version);
  });

  it('comes back where whoever follows reads again what was undone meanwhile', async () => {
    await ledger.reinstate(3, byHand);
    await ledger.reinstate(3, cascade);
    await ledger.restarted().react();
    expect(await prod()).toBe(3);
  });
});
