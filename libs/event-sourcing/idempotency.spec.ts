import { InMemoryEventStore } from '../../test/support/in-memory-event-store';
import { wishUnder } from '../../test/support/wish';
import { IdempotencyKeyReused } from './domain-error';
import { EventStoreUnavailable } from './event-store-errors';
import { guestLists, invite, invited, uninvite } from './guest-list.testing';
import { WritePath } from './write-path';

let store: InMemoryEventStore;
let here: WritePath;
let elsewhere: WritePath;

beforeEach(() => {
  store = new InMemoryEventStore();
  here = new WritePath(store);
  elsewhere = new WritePath(store);
});

const processes = (): readonly WritePath[] => [here, elsewhere, new WritePath(store)];
const guestsOnRecord = (): readonly string[] => store.log.map(({ type, data }) => `${type} ${data}`);

describe('A command that is repeated under its key', () => {
  it('records nothing and answers as the first time, in every process', async () => {
    const first = await here.execute(guestLists, 'l', invite('ann', 'bob'), wishUnder('k1'));
    for (const process of processes()) {
      const again = await process.execute(guestLists, 'l', invite('ann', 'bob'), wishUnder('k1'));
      expect(again).toEqual({ ...first, events: [], isRepetition: true });
    }
    expect(store.log).toHaveLength(2);
  });

  it('does not act again after other changes, and answers at the revision it had', async () => {
    const granted = await here.execute(guestLists, 'l', invite('ann'), wishUnder('k1'));
    await here.execute(guestLists, 'l', uninvite('ann'), wishUnder('k2'));
    await elsewhere.execute(guestLists, 'l', invite('bob'), wishUnder('k3'));
    for (const process of processes()) {
      const again = await process.execute(guestLists, 'l', invite('ann'), wishUnder('k1'));
      expect(again).toEqual({ ...granted, events: [], isRepetition: true });
    }
    expect(store.log).toHaveLength(3);
  });

  it('answers so whatever the condition: it was met the first time', async () => {
    await here.execute(guestLists, 'l', invite('ann'), wishUnder('k1'));
    await here.execute(guestLists, 'l', invite('bob'), wishUnder('k2'), { ifMatch: 0 });
    await here.execute(guestLists, 'l', invite('cid'), wishUnder('k3'));
    const again = await here.execute(guestLists, 'l', invite('bob'), wishUnder('k2'), { ifMatch: 0 });
    expect(again).toMatchObject({ state: ['ann', 'bob'], revision: 1, events: [] });
  });

  it('is known in another process that remembers the stream from before it', async () => {
    await elsewhere.execute(guestLists, 'l', invite('ann'), wishUnder('k1'));
    await here.execute(guestLists, 'l', invite('bob'), wishUnder('k2'));
    const again = await elsewhere.execute(guestLists, 'l', invite('bob'), wishUnder('k2'));
    expect(again).toMatchObject({ state: ['ann', 'bob'], revision: 1, position: 2n });
    expect(store.log).toHaveLength(2);
  });

  it('finds what it recorded although the answer was lost', async () => {
    store.failNext({ recorded: true });
    const lost = here.execute(guestLists, 'l', invite('ann'), wishUnder('k1'));
    await expect(lost).rejects.toThrow(EventStoreUnavailable);
    const again = await here.execute(guestLists, 'l', invite('ann'), wishUnder('k1'));
    expect(again).toMatchObject({ state: ['ann'], revision: 0 });
    expect(store.log).toHaveLength(1);
  });

  it('is decided anew when it recorded nothing', async () => {
    await here.execute(guestLists, 'l', uninvite('ann'), wishUnder('k1'));
    await here.execute(guestLists, 'l', invite('ann'), wishUnder('k2'));
    const { state } = await here.execute(guestLists, 'l', uninvite('ann'), wishUnder('k1'));
    expect(state).toEqual([]);
  });
});

describe('Another body under a used key', () => {
  it('is refused in every process, also after other changes', async () => {
    await here.execute(guestLists, 'l', invite('ann'), wishUnder('k1', 'one'));
    await here.execute(guestLists, 'l', invite('bob'), wishUnder('k2'));
    for (const process of processes())
      await expect(process.execute(guestLists, 'l', invite('cid'), wishUnder('k1', 'other'))).rejects.toThrow(
        IdempotencyKeyReused,
      );
    expect(store.log).toHaveLength(2);
  });

  it('is refused although it would record the very same', async () => {
    await elsewhere.execute(guestLists, 'l', invite('ann'), wishUnder('k1'));
    await here.execute(guestLists, 'l', invite('bob'), wishUnder('k2', 'one'));
    const other = elsewhere.execute(guestLists, 'l', invite('bob'), wishUnder('k2', 'other'));
    await expect(other).rejects.toThrow(IdempotencyKeyReused);
  });

  it('never passes for the first one in a process that remembers the stream from before it', async () => {
    await elsewhere.execute(guestLists, 'l', invite('ann'), wishUnder('k1'));
    await here.execute(guestLists, 'l', invite('bob'), wishUnder('k2', 'one'));
    const other = elsewhere.execute(guestLists, 'l', invite('cid'), wishUnder('k2', 'other'));
    await expect(other).rejects.toThrow(IdempotencyKeyReused);
    expect((await elsewhere.execute(guestLists, 'l', invite(), wishUnder('k3'))).state).toEqual([
      'ann',
      'bob',
    ]);
  });

  it('is told what it did, and has a name', () => {
    expect(new IdempotencyKeyReused()).toMatchObject({
      name: 'IdempotencyKeyReused',
      code: 'idempotency-key-reused',
      message: 'this idempotency key belongs to an earlier request with another body',
    });
  });
});

describe('The same key in two processes at once', () => {
  it('records once, and both answer the same', async () => {
    const ask = (process: WritePath) => process.execute(guestLists, 'l', invite('ann'), wishUnder('k1'));
    const [one, other] = await Promise.all([ask(here), ask(elsewhere)]);
    expect({ ...one, events: [] }).toEqual({ ...other, events: [] });
    expect(store.log).toHaveLength(1);
  });

  it('answers what is on record when each would have made something else of it', async () => {
    const ask = (process: WritePath, secret: string) =>
      process.execute(guestLists, 'l', invite(secret), wishUnder('k1'));
    const answers = await Promise.all([ask(here, 'secret 1'), ask(elsewhere, 'secret 2')]);
    const [guest] = guestsOnRecord();
    expect(store.log).toHaveLength(1);
    for (const { state } of answers) expect(guest).toBe(`GuestInvited {"guest":"${String(state[0])}"}`);
    expect(answers.filter(({ events }) => events.length > 0)).toHaveLength(1);
  });

  it('answers what is on record when the answer was lost and the next try makes something else', async () => {
    store.failNext({ recorded: true });
    const lost = here.execute(guestLists, 'l', invite('secret 1'), wishUnder('k1'));
    await expect(lost).rejects.toThrow(EventStoreUnavailable);
    const again = await here.execute(guestLists, 'l', invite('secret 2'), wishUnder('k1'));
    expect([again.state, again.events]).toEqual([['secret 1'], []]);
  });
});

describe('The same key in another stream', () => {
  it('is another command', async () => {
    await here.execute(guestLists, 'one', invite('ann'), wishUnder('k1'));
    const { events } = await here.execute(guestLists, 'other', invite('ann'), wishUnder('k1'));
    expect(events).toEqual([invited('ann')]);
    expect(new Set(store.log.map(({ id }) => id)).size).toBe(2);
  });
});
