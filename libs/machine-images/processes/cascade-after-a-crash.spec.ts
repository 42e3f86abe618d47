import { EventStoreUnavailable } from '#event-sourcing';
import { crashesOf } from './compute.testing';
import { cascadeOf, CascadeLedger } from './image-cascade.testing';

/** Four images follow; the family follows two of them, with a channel that moves and comes back. */
const FOLLOWING = 6;

async function prepared(): Promise<CascadeLedger> {
  const ledger = await CascadeLedger.with({ 2: 1, 3: 2, 4: 1, 5: 4 });
  await ledger.make(6);
  await ledger.publish(6, 3, 5);
  return ledger;
}

/** Begins a cascade, and undoes one that is through. */
const acts = {
  'A cascade': async (ledger: CascadeLedger) => {
    await ledger.cascade(1);
  },
  'The undoing of a cascade': async (ledger: CascadeLedger) => {
    const cascade = cascadeOf(await ledger.cascade(1));
    await ledger.react();
    await ledger.undo(1, cascade);
  },
};

describe.each(Object.entries(acts))('%s', (_, act) => {
  let undisturbed: readonly string[];
  let appends: number;

  beforeAll(async () => {
    const ledger = await prepared();
    await act(ledger);
    const before = new Set(ledger.store.log.map(({ stream }) => stream)).size;
    expect(before).toBeGreaterThan(FOLLOWING);
    appends = await appendsIn(ledger, () => ledger.react());
    undisturbed = ledger.recorded;
  });

  it('takes as many appends as there are images and families to follow', () => {
    expect(appends).toBe(FOLLOWING);
  });

  it.each(crashesOf(FOLLOWING))('is finished, once, after a crash at %j', async ({ after, recorded }) => {
    const ledger = await prepared();
    await act(ledger);
    ledger.store.failNext({ after, recorded });
    await expect(ledger.react()).rejects.toThrow(EventStoreUnavailable);
    await ledger.restarted().react();
    expect(ledger.recorded).toEqual(undisturbed);
    await ledger.restarted().react();
    await ledger.react();
    expect(ledger.recorded).toEqual(undisturbed);
  });
});

async function appendsIn(ledger: CascadeLedger, work: () => Promise<void>): Promise<number> {
  let appends = 0;
  ledger.store.beforeAppend = () => {
    appends++;
  };
  await work();
  ledger.store.beforeAppend = undefined;
  return appends;
}
