import { InMemoryEventStore } from '../../test/support/in-memory-event-store';
import { wishUnder } from '../../test/support/wish';
import { guestLists, invite, uninvite, type GuestEvent } from './guest-list.testing';
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

describe('Loading a stream', () => {
  it('folds it afresh, up to a revision when one is named', async () => {
    await elsewhere.execute(guestLists, 'l', invite('a', 'b'), wishUnder('k1'));
    await elsewhere.execute(guestLists, 'l', uninvite('a'), wishUnder('k2'));
    const at = async (upTo?: number) => {
      const { state, revision } = await here.load(guestLists, 'l', upTo);
      return [state, revision];
    };
    expect(await at()).toEqual([['b'], 2]);
    expect(await at(1)).toEqual([['a', 'b'], 1]);
    expect(await at(0)).toEqual([['a'], 0]);
    expect(await at(9)).toEqual([['b'], 2]);
  });

  it('folds it as it was at a time, with all that was recorded in that very millisecond', async () => {
    let now = 1;
    const clocked = new WritePath(new InMemoryEventStore({ now: () => now }));
    await clocked.execute(guestLists, 'l', invite('a', 'b'), wishUnder('k1'));
    now = 3;
    await clocked.execute(guestLists, 'l', uninvite('a'), wishUnder('k2'));
    const at = async (time: number) => {
      const { state, revision } = await clocked.loadAsOf(guestLists, 'l', new Date(time));
      return [state, revision];
    };
    expect([await at(0), await at(1), await at(2), await at(3)]).toEqual([
      [[], -1],
      [['a', 'b'], 1],
      [['a', 'b'], 1],
      [['b'], 2],
    ]);
  });
});

const isAny = (): boolean => true;

describe('Loading a stream as it was before a request', () => {
  it('folds what was recorded until the event that is meant, and says what that was', async () => {
    await elsewhere.execute(guestLists, 'l', invite('a'), wishUnder('k1'));
    await elsewhere.execute(guestLists, 'l', invite('b', 'c'), wishUnder('k2'));
    await elsewhere.execute(guestLists, 'l', uninvite('a'), wishUnder('k3'));
    const { correlationId } = wishUnder('k2');
    const before = async (isMeant: (event: GuestEvent) => boolean) => {
      const found = await here.loadBefore(guestLists, 'l', correlationId, isMeant);
      return [found?.before.state, found?.before.revision, found?.event.data];
    };
    expect(await before(isAny)).toEqual([['a'], 0, { guest: 'b' }]);
    expect(await before((event) => event.data.guest === 'c')).toEqual([['a', 'b'], 1, { guest: 'c' }]);
    expect(await before((event) => event.data.guest === 'a')).toEqual([undefined, undefined, undefined]);
  });

  it('finds nothing of a request that recorded nothing there', async () => {
    await elsewhere.execute(guestLists, 'l', invite('a'), wishUnder('k1'));
    await elsewhere.execute(guestLists, 'other', invite('a'), wishUnder('k2'));
    expect(await here.loadBefore(guestLists, 'l', wishUnder('k2').correlationId, isAny)).toBeUndefined();
  });
});
