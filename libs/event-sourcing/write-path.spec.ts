import { InMemoryEventStore } from '../../test/support/in-memory-event-store';
import { wishUnder } from '../../test/support/wish';
import { PreconditionFailed } from './domain-error';
import { MAX_APPEND_BYTES } from './check-append';
import { AppendTooLarge, EventStoreUnavailable, InvalidAppend } from './event-store-errors';
import { guestLists, invite, invited, ListIsFull, ListIsSecret, uninvite } from './guest-list.testing';
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

const recorded = (): readonly string[] => store.log.map(({ type, data }) => `${type} ${data}`);
const refusingToAppend = (): void =>
  store.failNext({ error: new InvalidAppend('nothing was to be appended') });

describe('A command that the stream makes true', () => {
  it('records what was decided, and answers with the stream as it left it', async () => {
    const outcome = await here.execute(guestLists, 'l', invite('ann', 'bob'), wishUnder('k1'));
    expect(outcome).toEqual({
      state: ['ann', 'bob'],
      revision: 1,
      position: 2n,
      recordedAt: store.log[1]?.recordedAt,
      events: [invited('ann'), invited('bob')],
    });
    expect(recorded()).toEqual(['GuestInvited {"guest":"ann"}', 'GuestInvited {"guest":"bob"}']);
    expect(store.log.map(({ stream }) => stream)).toEqual(['guests-l', 'guests-l']);
  });

  it('goes on from what this process and others recorded', async () => {
    await here.execute(guestLists, 'l', invite('ann'), wishUnder('k1'));
    await elsewhere.execute(guestLists, 'l', invite('bob'), wishUnder('k2'));
    const { state, revision } = await here.execute(guestLists, 'l', invite('cid'), wishUnder('k3'));
    expect([state, revision]).toEqual([['ann', 'bob', 'cid'], 2]);
  });

  it('is told what the store says when the store does not take it', async () => {
    store.failNext();
    const first = here.execute(guestLists, 'l', invite('ann'), wishUnder('k1'));
    await expect(first).rejects.toThrow(EventStoreUnavailable);
    const { state } = await here.execute(guestLists, 'l', invite('bob'), wishUnder('k2'));
    expect(state).toEqual(['bob']);
  });

  it('appends without reading a stream that this process has folded', async () => {
    await here.execute(guestLists, 'l', invite('ann'), wishUnder('k1'));
    const read = jest.spyOn(store, 'readStream');
    await here.execute(guestLists, 'l', invite('bob'), wishUnder('k2'));
    expect(read).not.toHaveBeenCalled();
  });

  it('reads only what came since', async () => {
    await here.execute(guestLists, 'l', invite('ann'), wishUnder('k1'));
    await elsewhere.execute(guestLists, 'l', invite('bob'), wishUnder('k2'));
    const read = jest.spyOn(store, 'readStream');
    await here.execute(guestLists, 'l', invite('cid'), wishUnder('k3'));
    expect(read.mock.calls).toEqual([['guests-l', { from: 1 }]]);
  });
});

describe('A command that is true already', () => {
  it('records nothing, and answers with the stream as it is', async () => {
    await here.execute(guestLists, 'l', invite('ann'), wishUnder('k1'));
    refusingToAppend();
    const outcome = await elsewhere.execute(guestLists, 'l', invite('ann'), wishUnder('k2'));
    expect(outcome).toMatchObject({ state: ['ann'], revision: 0, position: 1n, events: [] });
  });

  it('answers from before the first event when there is none', async () => {
    const outcome = await here.execute(guestLists, 'l', uninvite('ann'), wishUnder('k1'));
    expect(outcome).toEqual({ state: [], revision: -1, position: 0n, recordedAt: undefined, events: [] });
  });

  it('is found so on a fresh read, not on what this process remembers', async () => {
    await here.execute(guestLists, 'l', invite('ann'), wishUnder('k1'));
    await elsewhere.execute(guestLists, 'l', uninvite('ann'), wishUnder('k2'));
    const { events, state } = await here.execute(guestLists, 'l', invite('ann'), wishUnder('k3'));
    expect([events, state]).toEqual([[invited('ann')], ['ann']]);
  });
});

describe('A refusal', () => {
  it('records nothing', async () => {
    await expect(here.execute(guestLists, 'l', invite('a', 'b', 'c', 'd'), wishUnder('k1'))).rejects.toThrow(
      ListIsFull,
    );
    expect(recorded()).toEqual([]);
  });

  it('is decided on a fresh read, not on what this process remembers', async () => {
    await here.execute(guestLists, 'l', invite('a', 'b', 'c'), wishUnder('k1'));
    await elsewhere.execute(guestLists, 'l', uninvite('a', 'b'), wishUnder('k2'));
    const { state } = await here.execute(guestLists, 'l', invite('d', 'e'), wishUnder('k3'));
    expect(state).toEqual(['c', 'd', 'e']);
  });

  it('is given once a fresh read confirms it', async () => {
    await here.execute(guestLists, 'l', invite('a', 'b', 'c'), wishUnder('k1'));
    const read = jest.spyOn(store, 'readStream');
    await expect(here.execute(guestLists, 'l', invite('d'), wishUnder('k2'))).rejects.toThrow(ListIsFull);
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('that is no refusal but a fault of ours is not tried again', async () => {
    await here.execute(guestLists, 'l', invite('a'), wishUnder('k1'));
    const read = jest.spyOn(store, 'readStream');
    const faulty = { ...invite(), guests: undefined as never };
    await expect(here.execute(guestLists, 'l', faulty, wishUnder('k2'))).rejects.toThrow(TypeError);
    expect(read).not.toHaveBeenCalled();
  });
});

describe('A command on a condition', () => {
  it('goes through when the stream stands at the revision', async () => {
    await here.execute(guestLists, 'l', invite('ann'), wishUnder('k1'));
    const { revision } = await here.execute(guestLists, 'l', invite('bob'), wishUnder('k2'), { ifMatch: 0 });
    expect(revision).toBe(1);
  });

  it.each([0, 2])('is refused at another revision than %i, with the one it is at', async (ifMatch) => {
    await here.execute(guestLists, 'l', invite('ann', 'bob'), wishUnder('k1'));
    const conditional = here.execute(guestLists, 'l', invite('cid'), wishUnder('k2'), { ifMatch });
    await expect(conditional).rejects.toMatchObject({
      name: 'PreconditionFailed',
      code: 'precondition-failed',
      expected: ifMatch,
      actual: 1,
      message: `the resource is at revision 1, not ${ifMatch}`,
    });
    expect(store.log).toHaveLength(2);
  });

  it('is refused when nothing would have had to be recorded', async () => {
    await here.execute(guestLists, 'l', invite('ann'), wishUnder('k1'));
    await expect(
      here.execute(guestLists, 'l', invite('ann'), wishUnder('k2'), { ifMatch: 7 }),
    ).rejects.toThrow(PreconditionFailed);
  });

  it('looks at the stream as it is, not as this process remembers it', async () => {
    await here.execute(guestLists, 'l', invite('ann'), wishUnder('k1'));
    await elsewhere.execute(guestLists, 'l', invite('bob'), wishUnder('k2'));
    const stale = here.execute(guestLists, 'l', invite('cid'), wishUnder('k3'), { ifMatch: 0 });
    await expect(stale).rejects.toMatchObject({ actual: 1 });
    const { revision } = await elsewhere.execute(guestLists, 'l', invite('cid'), wishUnder('k4'), {
      ifMatch: 1,
    });
    expect(revision).toBe(2);
  });

  it('is told that there is nothing before it is told that the revision is another', async () => {
    await here.execute(guestLists, 'l', invite('ann'), wishUnder('k1'));
    const command = { ...invite('bob'), by: 'a stranger' } as const;
    await expect(here.execute(guestLists, 'l', command, wishUnder('k2'), { ifMatch: 7 })).rejects.toThrow(
      ListIsSecret,
    );
  });

  it('is told of the revision before it is told that the wish is refused', async () => {
    await expect(
      here.execute(guestLists, 'l', invite('a', 'b', 'c', 'd'), wishUnder('k1'), { ifMatch: 7 }),
    ).rejects.toThrow(PreconditionFailed);
  });
});

describe('A dry run', () => {
  it('answers what would be recorded, on the stream as it is', async () => {
    await here.execute(guestLists, 'l', invite('ann'), wishUnder('k1'));
    await elsewhere.execute(guestLists, 'l', uninvite('ann'), wishUnder('k2'));
    const before = recorded();
    const outcome = await here.execute(guestLists, 'l', invite('ann'), wishUnder('k3'), { dryRun: true });
    expect(outcome).toMatchObject({ state: [], revision: 1, events: [invited('ann')] });
    expect(recorded()).toEqual(before);
  });

  it('is no attempt: the key is still free', async () => {
    await here.execute(guestLists, 'l', invite('ann'), wishUnder('k1'), { dryRun: true });
    const { events } = await here.execute(guestLists, 'l', invite('bob'), wishUnder('k1', 'another body'));
    expect(events).toEqual([invited('bob')]);
  });

  it('is refused as the command would be', async () => {
    const dryRun = here.execute(guestLists, 'l', invite('a', 'b', 'c', 'd'), wishUnder('k1'), {
      dryRun: true,
    });
    await expect(dryRun).rejects.toThrow(ListIsFull);
  });

  it('is refused when the store would not take so much at once', async () => {
    const much = invite('a'.repeat(MAX_APPEND_BYTES));
    const dryRun = here.execute(guestLists, 'l', much, wishUnder('k1'), { dryRun: true });
    await expect(dryRun).rejects.toThrow(AppendTooLarge);
    await expect(here.execute(guestLists, 'l', much, wishUnder('k1'))).rejects.toThrow(AppendTooLarge);
  });
});
