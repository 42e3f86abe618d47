import { setTimeout } from 'node:timers/promises';
import { EventStoreUnavailable, InvalidAppend } from '#event-sourcing';
import { eventually } from '../../test/support/eventually';
import {
  all,
  batchesUntil,
  eventsOf,
  idsOf,
  newEvent,
  newEvents,
  newStream,
  readStream,
} from '../../test/support/event-store-contract/sample-events';
import { StubServer, type StubMode } from '../../test/support/event-store-db';
import { EventStoreDbEventStore } from './event-store-db-event-store';

describe.each<StubMode>(['23.10', '24.2'])('On a server like %s', (mode) => {
  let now = Date.now();
  let server: StubServer;
  let store: EventStoreDbEventStore;
  beforeEach(async () => {
    server = await StubServer.started({ mode, now: () => now });
    store = new EventStoreDbEventStore(server.connectionString, { patience: 60_000 });
  });
  afterEach(async () => {
    await store.close();
    await server.stop();
  });

  const system = (stream: string, type: string): unknown =>
    server.log.append(stream, 'any', [
      { ...newEvent({ type }), contentType: 'application/json', data: Buffer.of(), metadata: Buffer.of() },
    ]);

  it.each([undefined, { types: ['ThingHappened'] }])(
    'a live consumer that is too slow misses nothing (%p)',
    async (filter) => {
      const events = newEvents(400);
      const last = events.at(-1)?.id;
      const options = { after: 0n, batchSize: 20, ...(filter && { filter }) };
      const reading = batchesUntil(store, options, async (batch) => {
        await setTimeout(5);
        return batch.events.some(({ id }) => id === last);
      });
      await eventually(() => expect(server.reading.size).toBe(1));
      const stream = newStream();
      for (let n = 0; n < 400; n += 50) await store.append(stream, 'any', events.slice(n, n + 50));
      expect(idsOf(eventsOf(await reading))).toEqual(idsOf(events));
    },
  );

  it('a stream that is not there yet is caught up with, and delivered when it is', async () => {
    const [stream, event] = [newStream(), newEvent()];
    let appending: Promise<unknown> | undefined;
    const filter = { streamPrefixes: [stream] };
    const batches = await batchesUntil(store, { after: 0n, filter }, ({ caughtUp, events }) => {
      if (caughtUp) appending ??= store.append(stream, 'none', [event]);
      return events.length > 0;
    });
    await appending;
    expect(idsOf(eventsOf(batches))).toEqual([event.id]);
  });

  it('no reader is shown what belongs to the server or to the store, and each gets past it', async () => {
    await Promise.all([store.logId(), store.head()]);
    system('$stats-0', 'Stats');
    system('$$thing', '$metadata');
    const event = newEvent();
    const { position } = await store.append(newStream(), 'none', [event]);
    system('$stats-0', 'ThingHappened');
    const end = server.log.records.at(-1)?.position ?? position;
    expect(idsOf(await all(store.readAll(0n)))).toEqual([event.id]);
    for (const filter of [undefined, { types: ['ThingHappened'] }]) {
      const options = { after: 0n, ...(filter && { filter }) };
      const batches = await batchesUntil(store, options, (batch) => batch.position >= end);
      expect(idsOf(eventsOf(batches))).toEqual([event.id]);
    }
    await expect(store.append('$stats-0', 'any', [newEvent()])).rejects.toThrow(InvalidAppend);
    await expect(store.append('ledger:log', 'any', [newEvent()])).rejects.toThrow(InvalidAppend);
  });

  it('a subscription that begins where an event was scavenged does not miss the next one', async () => {
    await store.append(newStream(), 'none', [newEvent()]);
    const { position: after } = await store.head();
    const event = newEvent();
    await store.append(newStream(), 'none', [event]);
    server.log.scavenge(({ position }) => position === after);
    const batches = await batchesUntil(store, { after }, ({ events }) => events.length > 0);
    expect(idsOf(eventsOf(batches))).toEqual([event.id]);
  });

  it('a filtered reader that goes on from where it was misses nothing, wherever that is', async () => {
    const filter = { types: ['Rare'] };
    const rare: string[] = [];
    for (let n = 0; n < 6; n++) {
      const event = newEvent({ type: 'Rare' });
      if (n % 2 === 1) rare.push(event.id);
      await store.append(newStream(), 'none', [...newEvents(700), ...(n % 2 === 1 ? [event] : [])]);
    }
    const batches = await batchesUntil(
      store,
      { after: 0n, filter, batchSize: 1 },
      ({ caughtUp }) => caughtUp,
    );
    for (const { position } of batches) {
      const later = server.log.records.filter((one) => one.position > position && one.type === 'Rare');
      const rest = await batchesUntil(store, { after: position, filter }, ({ caughtUp }) => caughtUp);
      expect(idsOf(eventsOf(rest))).toEqual(idsOf(later));
    }
    expect(idsOf(eventsOf(batches))).toEqual(rare);
  });

  it('the leader is followed', async () => {
    const leader = await StubServer.started({ mode });
    const { port } = leader;
    try {
      server.faults.leader = { host: '127.0.0.1', port };
      server.faults.notLeader = 1;
      const stream = newStream();
      await store.append(stream, 'none', [newEvent()]);
      expect(leader.log.records.map((record) => record.stream)).toEqual([stream]);
      await leader.stop();
      expect(await readStream(store, stream)).toEqual([]);
    } finally {
      await leader.stop();
    }
  });

  it('an append whose answer is lost is recorded once, at any revision too', async () => {
    for (const expected of ['none', 'any'] as const) {
      server.faults.loseAnswers = 1;
      const [stream, events] = [newStream(), newEvents(2)];
      expect(await store.append(stream, expected, events)).toMatchObject({ revision: 1 });
      await server.restart();
      expect(await store.append(stream, expected, events)).toMatchObject({ revision: 1 });
      expect(idsOf(await readStream(store, stream))).toEqual(idsOf(events));
    }
  });

  it('an append over the limit of the server is refused as such', async () => {
    server.faults.maxAppendSize = 1_000;
    const append = store.append(newStream(), 'none', [newEvent({ data: JSON.stringify('x'.repeat(2_000)) })]);
    await expect(append).rejects.toMatchObject({ name: 'AppendTooLarge', limit: 1_000 });
  });

  it('a stream that was deleted for ever is no empty stream', async () => {
    const stream = newStream();
    await store.append(stream, 'none', [newEvent()]);
    server.log.delete(stream, 'for-ever');
    await expect(readStream(store, stream)).rejects.toThrow(EventStoreUnavailable);
  });

  it('an event is dated no earlier than one before it when the clock goes back, by whoever reads', async () => {
    const streams = Array.from({ length: 3 }, () => newStream());
    for (const stream of streams) {
      await store.append(stream, 'none', [newEvent()]);
      now -= 3_600_000;
    }
    const head = await store.head();
    const later = await store.append(newStream(), 'none', [newEvent()]);
    expect(later.recordedAt.getTime()).toBeGreaterThan(head.at.getTime());
    const log = await all(store.readAll(0n));
    const times = log.map(({ recordedAt }) => recordedAt.getTime());
    expect(times).toEqual(Array.from({ length: 4 }, () => times[0]));
    const other = new EventStoreDbEventStore(server.connectionString);
    try {
      const { position: after } = log[0]!;
      const batches = await batchesUntil(other, { after }, ({ caughtUp }) => caughtUp);
      expect(eventsOf(batches)).toEqual(log.slice(1));
      expect(await readStream(other, streams[2]!)).toEqual([log[2]]);
    } finally {
      await other.close();
    }
  });
});
