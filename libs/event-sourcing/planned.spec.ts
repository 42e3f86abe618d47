import { InMemoryEventStore } from '../../test/support/in-memory-event-store';
import { wishUnder } from '../../test/support/wish';
import { PlanChanged } from './domain-error';
import { guestLists, invite, invited, type GuestCommand } from './guest-list.testing';
import { planDigestOf } from './plan';
import type { WriteOptions } from './write-options';
import { WritePath } from './write-path';

let store: InMemoryEventStore;
let here: WritePath;
/** Another process on the same log. */
let elsewhere: WritePath;

beforeEach(() => {
  store = new InMemoryEventStore();
  here = new WritePath(store);
  elsewhere = new WritePath(store);
});

describe('A plan', () => {
  const planned = async (guest: string): Promise<string> => {
    const { events } = await here.execute(guestLists, 'l', invite(guest), wishUnder('plan'), {
      dryRun: true,
    });
    return planDigestOf(events);
  };

  it('is carried out as it was shown', async () => {
    const planDigest = await planned('ann');
    const { events } = await here.execute(guestLists, 'l', invite('ann'), wishUnder('k1'), { planDigest });
    expect(events).toEqual([invited('ann')]);
  });

  it('is refused when something else would be recorded by now, or nothing', async () => {
    const planDigest = await planned('ann');
    await elsewhere.execute(guestLists, 'l', invite('ann'), wishUnder('k1'));
    const before = store.log.length;
    for (const guest of ['ann', 'bob'])
      await expect(
        here.execute(guestLists, 'l', invite(guest), wishUnder(guest), { planDigest }),
      ).rejects.toThrow(PlanChanged);
    expect(store.log).toHaveLength(before);
  });

  it('that was carried out is answered again as it was', async () => {
    const options = { planDigest: await planned('ann') };
    const first = await here.execute(guestLists, 'l', invite('ann'), wishUnder('k1'), options);
    const again = await elsewhere.execute(guestLists, 'l', invite('ann'), wishUnder('k1'), options);
    expect(again).toMatchObject({ state: first.state, revision: first.revision, events: [] });
  });

  it('rests on the ground that the decider says, whatever ids its events have', async () => {
    let ground = 1;
    const decider = {
      ...guestLists.decider,
      decide: (command: GuestCommand, state: readonly string[]) =>
        guestLists.decider
          .decide(command, state)
          .map(({ data }) => invited(`${data.guest} ${Math.random()}`)),
      plan: (_: GuestCommand, state: readonly string[]) => ({ before: state.length, ground }),
    };
    const ask = (key: string, options: WriteOptions) =>
      here.execute({ ...guestLists, decider }, 'l', invite('ann'), wishUnder(key), options);
    const { events, plan } = await ask('plan', { dryRun: true });
    expect(plan).toEqual({ before: 0, ground: 1 });
    const planDigest = planDigestOf(events, plan);
    ground = 2;
    await expect(ask('k1', { planDigest })).rejects.toThrow(PlanChanged);
    ground = 1;
    const done = await ask('k2', { planDigest });
    expect(done.events).toHaveLength(1);
    expect(done.plan).toBeUndefined();
  });
});
