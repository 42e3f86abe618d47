import { InMemoryEventStore } from '../../test/support/in-memory-event-store';
import { wishUnder } from '../../test/support/wish';
import { TooMuchContention } from './domain-error';
import { encodeEvents } from './envelope';
import { guestLists, invite, invited, uninvited } from './guest-list.testing';
import { WritePath } from './write-path';

let store: InMemoryEventStore;
let here: WritePath;
beforeEach(() => {
  store = new InMemoryEventStore({ now: () => 0 });
  here = new WritePath(store);
});
afterEach(() => jest.restoreAllMocks());

/** Somebody else appends before each of the next appends of this process, whatever the revision. */
function loseRaces(times: number): { count: number } {
  const lost = { count: 0 };
  store.beforeAppend = async (stream) => {
    if (lost.count === times) return;
    const turn = lost.count++;
    const { beforeAppend } = store;
    store.beforeAppend = undefined;
    const events = [turn % 2 === 0 ? invited('rival') : uninvited('rival')];
    await store.append(
      stream,
      'any',
      encodeEvents(guestLists.events, stream, events, wishUnder(`rival ${turn}`)),
    );
    store.beforeAppend = beforeAppend;
  };
  return lost;
}

/** Each look at the clock finds it this many milliseconds later. */
function clockGoingOn(step: number): void {
  let now = 0;
  jest.spyOn(Date, 'now').mockImplementation(() => (now += step) - step);
}

describe('A race for one stream', () => {
  it('is decided again on what the winner left', async () => {
    loseRaces(1);
    const { state, revision } = await here.execute(guestLists, 'l', invite('ann'), wishUnder('k1'));
    expect([state, revision]).toEqual([['rival', 'ann'], 1]);
  });

  it('is run again and again', async () => {
    clockGoingOn(1);
    loseRaces(5);
    const { revision } = await here.execute(guestLists, 'l', invite('ann'), wishUnder('k1'));
    expect(revision).toBe(5);
  });

  it('is refused when a refusal is what the winner left', async () => {
    loseRaces(1);
    const full = here.execute(guestLists, 'l', invite('a', 'b', 'c'), wishUnder('k1'));
    await expect(full).rejects.toMatchObject({ code: 'list-is-full' });
  });

  it('ends two seconds after its turn came', async () => {
    const lost = loseRaces(Infinity);
    clockGoingOn(500);
    const command = here.execute(guestLists, 'l', invite('ann'), wishUnder('k1'));
    await expect(command).rejects.toMatchObject({
      name: 'TooMuchContention',
      code: 'too-much-contention',
      stream: 'guests-l',
      message: 'too many writers want to change this resource at once',
    });
    // Asked at 0, its turn at 500; tried at 1,000, 1,500 and 2,000; at 2,500 the time is up.
    expect(lost.count).toBe(3);
  });

  it('ends after whatever time it is given', async () => {
    const impatient = new WritePath(store, { patience: 0 });
    const command = impatient.execute(guestLists, 'l', invite('ann'), wishUnder('k1'));
    await expect(command).rejects.toThrow(TooMuchContention);
    expect(store.log).toEqual([]);
  });
});

describe('Commands of one process', () => {
  it('wait for each other when they are for one stream, so that none loses a race', async () => {
    const append = jest.spyOn(store, 'append');
    const guests = ['ann', 'bob', 'cid'];
    await Promise.all(guests.map((guest) => here.execute(guestLists, 'l', invite(guest), wishUnder(guest))));
    expect(append).toHaveBeenCalledTimes(3);
    expect(store.log.map(({ data }) => data)).toEqual(guests.map((guest) => `{"guest":"${guest}"}`));
  });

  it('have the answer of the first when they are the same one, however long they waited for it', async () => {
    let now = 0;
    jest.spyOn(Date, 'now').mockImplementation(() => now);
    store.beforeAppend = () => Promise.resolve(void (now += 10_001));
    const [first, again, other] = await Promise.allSettled(
      ['k1', 'k1', 'k2'].map((key) => here.execute(guestLists, 'l', invite('ann'), wishUnder(key))),
    );
    expect(first).toMatchObject({ status: 'fulfilled', value: { revision: 0, state: ['ann'] } });
    expect(again).toMatchObject({
      status: 'fulfilled',
      value: { revision: 0, state: ['ann'], isRepetition: true },
    });
    expect(other).toMatchObject({ status: 'rejected', reason: { code: 'too-much-contention' } });
    expect(store.log).toHaveLength(1);
  });

  it('have all their time from their turn on', async () => {
    let now = 0;
    jest.spyOn(Date, 'now').mockImplementation(() => now);
    store.beforeAppend = () => Promise.resolve(void (now += 5_000));
    const guests = ['ann', 'bob', 'cid'];
    await Promise.all(guests.map((guest) => here.execute(guestLists, 'l', invite(guest), wishUnder(guest))));
    expect(store.log).toHaveLength(3);
  });

  it('do not wait for those for other streams', async () => {
    const order: string[] = [];
    let release = (): void => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    store.beforeAppend = async (stream) => {
      if (stream === 'guests-slow') await held;
      order.push(stream);
    };
    const slow = here.execute(guestLists, 'slow', invite('ann'), wishUnder('k1'));
    await here.execute(guestLists, 'fast', invite('ann'), wishUnder('k2'));
    release();
    await slow;
    expect(order).toEqual(['guests-fast', 'guests-slow']);
  });
});
