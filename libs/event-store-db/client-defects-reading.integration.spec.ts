import { EventStoreUnavailable } from '#event-sourcing';
import { eventually } from '../../test/support/eventually';
import {
  batchesUntil,
  eventsOf,
  idsOf,
  newEvent,
  newEvents,
  newStream,
  readStream,
} from '../../test/support/event-store-contract/sample-events';
import { onStub } from './on-stub.testing';

/** Patience is short where the server never answers, and long where it does after a while. */
const IMPATIENT = { timeLimit: 150, patience: 300 };
const PATIENT = { timeLimit: 300, patience: 60_000 };

describe('Where the client of EventStoreDB is wrong about reads and subscriptions', () => {
  const stub = onStub();

  /** Open calls of the kind that goes on for ever. */
  const subscriptions = (): number =>
    [...stub.server.reading].filter(({ request }) => request.getOptions()?.hasSubscription()).length;

  it('f: what is left early is cancelled at the server', async () => {
    const store = stub.open();
    await store.append(newStream(), 'none', newEvents(1_000));
    const { signal } = new AbortController();
    for await (const { events } of store.subscribe({ after: 0n, signal })) if (events.length > 0) break;
    for await (const event of store.readAll(0n)) if (event.revision === 3) break;
    for await (const event of store.readStream(stub.server.log.records[0]!.stream))
      if (event.revision === 3) break;
    await eventually(() => expect(stub.server.reading.size).toBe(0));
  });

  it('g: a subscription that is ended while it is read ends', async () => {
    const store = stub.open();
    const ending = new AbortController();
    const reading = store.subscribe({ after: 0n, signal: ending.signal })[Symbol.asyncIterator]();
    expect(await reading.next()).toMatchObject({ value: { caughtUp: true } });
    const next = reading.next();
    await eventually(() => expect(subscriptions()).toBe(1));
    ending.abort();
    expect(await next).toEqual({ done: true, value: undefined });
    await eventually(() => expect(stub.server.reading.size).toBe(0));
  });

  it('h, s: a server that dies under a subscription, and comes back, is followed from where it was', async () => {
    const store = stub.open(PATIENT);
    const events = newEvents(6);
    const last = events.at(-1)?.id;
    const reading = batchesUntil(store, { after: 0n }, (batch) => batch.events.some(({ id }) => id === last));
    await store.append(newStream(), 'none', events.slice(0, 2));
    await eventually(() => expect(subscriptions()).toBe(1));
    await stub.server.restart();
    await store.append(newStream(), 'none', events.slice(2, 4));
    stub.server.cut();
    await store.append(newStream(), 'none', events.slice(4));
    expect(idsOf(eventsOf(await reading))).toEqual(idsOf(events));
  });

  it('h4: a subscription that the server ends as if all were said is made anew', async () => {
    const store = stub.open();
    const events = newEvents(4);
    const last = events.at(-1)?.id;
    const reading = batchesUntil(store, { after: 0n }, (batch) => batch.events.some(({ id }) => id === last));
    await eventually(() => expect(subscriptions()).toBe(1));
    await store.append(newStream(), 'none', events.slice(0, 2));
    stub.server.endSubscriptions();
    await store.append(newStream(), 'none', events.slice(2));
    expect(idsOf(eventsOf(await reading))).toEqual(idsOf(events));
  });

  it('i: checkpoints are positions, and no callback of ours can stop what comes after them', async () => {
    const store = stub.open();
    const filter = { types: ['Rare'] };
    for (let n = 0; n < 3; n++) await store.append(newStream(), 'none', newEvents(1_000));
    const rare = newEvent({ type: 'Rare' });
    const { position } = await store.append(newStream(), 'none', [rare]);
    const reading = batchesUntil(store, { after: 0n, filter }, (batch) => batch.position >= position);
    const batches = await reading;
    expect(batches.length).toBeGreaterThan(1);
    expect(idsOf(eventsOf(batches))).toEqual([rare.id]);
  });

  it('o: a read that is never answered is refused, and a subscription goes on when it is', async () => {
    const store = stub.open({ ...IMPATIENT, quiet: 100 });
    const event = newEvent();
    await store.append(newStream(), 'none', [event]);
    stub.server.faults.hangReads = true;
    await expect(readStream(store, newStream())).rejects.toThrow(EventStoreUnavailable);
    const reading = batchesUntil(store, { after: 0n }, ({ events }) => events.length > 0);
    setTimeout(() => (stub.server.faults.hangReads = false), 500);
    expect(idsOf(eventsOf(await reading))).toEqual([event.id]);
  });

  it('r: a server that freezes is noticed, without keepalives too, and followed when it moves again', async () => {
    const store = stub.open(
      {
        ...PATIENT,
        patience: 300,
        quiet: 100,
      },
      `${stub.server.connectionString}&keepAliveInterval=-1`,
    );
    const events = newEvents(2);
    const reading = batchesUntil(store, { after: 0n }, (batch) =>
      batch.events.some(({ id }) => id === events[1]?.id),
    );
    await store.append(newStream(), 'none', events.slice(0, 1));
    await eventually(() => expect(subscriptions()).toBe(1));
    stub.server.freeze();
    await expect(store.append(newStream(), 'none', [newEvent()])).rejects.toThrow(EventStoreUnavailable);
    stub.server.thaw();
    await eventually(() => store.append(newStream(), 'none', events.slice(1)));
    expect(idsOf(eventsOf(await reading))).toEqual(expect.arrayContaining(idsOf(events)));
  });

  it('a subscription that the server forgot, as after a failover, is made anew', async () => {
    const store = stub.open({ quiet: 100 });
    const events = newEvents(2);
    const reading = batchesUntil(store, { after: 0n }, (batch) =>
      batch.events.some(({ id }) => id === events[1]?.id),
    );
    await store.append(newStream(), 'none', events.slice(0, 1));
    await eventually(() => expect(subscriptions()).toBe(1));
    stub.server.log.forgetListeners();
    await store.append(newStream(), 'none', events.slice(1));
    expect(idsOf(eventsOf(await reading))).toEqual(idsOf(events));
  });

  it('x: a slow consumer holds the server back', async () => {
    const store = stub.open();
    await store.append(newStream(), 'none', newEvents(1_000));
    for (let n = 0; n < 19; n++) await store.append(newStream(), 'none', newEvents(1_000));
    let read = 0;
    for await (const _event of store.readAll(0n)) {
      if (++read === 40) await new Promise((resolve) => setTimeout(resolve, 500));
      if (read === 41) break;
    }
    expect(stub.server.written).toBeLessThan(10_000);
  });
});
