import { EventStoreUnavailable, InvalidAppend, WrongExpectedRevision } from '#event-sourcing';
import { eventually } from '../../test/support/eventually';
import {
  idsOf,
  newEvent,
  newEvents,
  newStream,
  readStream,
} from '../../test/support/event-store-contract/sample-events';
import { StubServer } from '../../test/support/event-store-db';
import { onStub } from './on-stub.testing';

/** Patience is short where the server never answers, and long where it does after a while. */
const IMPATIENT = { timeLimit: 150, patience: 300 };
const PATIENT = { timeLimit: 300, patience: 60_000 };

describe('Where the client of EventStoreDB is wrong about appends and connections', () => {
  const stub = onStub();

  it('a: what the server decided is told though the message is empty', async () => {
    const store = stub.open();
    const stream = newStream();
    await store.append(stream, 'none', newEvents(2));
    const conflict = store.append(stream, 'none', [newEvent()]);
    await expect(conflict).rejects.toThrow(WrongExpectedRevision);
    await expect(conflict).rejects.toMatchObject({ actual: 1, expected: 'none', stream });
    stub.server.log.delete(stream, 'for-ever');
    await expect(store.append(stream, 1, [newEvent()])).rejects.toThrow(InvalidAppend);
    stub.server.faults.timeouts = 1;
    expect(await store.append(newStream(), 'none', [newEvent()])).toMatchObject({ revision: 0 });
  });

  it('b: a conflict says which revision the stream has, whatever it is', async () => {
    const store = stub.open();
    const stream = newStream();
    await store.append(stream, 'none', newEvents(42));
    await expect(store.append(stream, 7, [newEvent()])).rejects.toMatchObject({ actual: 41 });
  });

  it('c: a server that dies takes no append along that another one has under way', async () => {
    const other = await StubServer.started();
    const [healthy, dying] = [stub.open({ patience: 0 }), stub.open({ patience: 0 }, other.connectionString)];
    try {
      await dying.append(newStream(), 'none', [newEvent()]);
      stub.server.faults.slow = 300;
      const underWay = healthy.append(newStream(), 'none', [newEvent()]);
      await eventually(() => expect(stub.server.log.records).toHaveLength(1));
      other.faults.hangAppends = true;
      const lost = dying.append(newStream(), 'none', [newEvent()]);
      other.cut();
      await expect(lost).rejects.toThrow(EventStoreUnavailable);
      expect(await underWay).toMatchObject({ revision: 0 });
    } finally {
      await other.stop();
    }
  });

  it('d: an answer that nobody waits for stops no later append', async () => {
    const store = stub.open();
    stub.server.faults.unknownCorrelation = true;
    for (let n = 0; n < 3; n++)
      expect(await store.append(newStream(), 'none', [newEvent()])).toMatchObject({ revision: 0 });
  });

  it('e: an append that is never answered is refused, and is recorded once when it is answered again', async () => {
    const impatient = stub.open(IMPATIENT);
    stub.server.faults.hangAppends = true;
    await expect(impatient.append(newStream(), 'none', [newEvent()])).rejects.toThrow(EventStoreUnavailable);
    const [stream, event] = [newStream(), newEvent()];
    const patient = stub.open(PATIENT).append(stream, 'none', [event]);
    setTimeout(() => (stub.server.faults.hangAppends = false), 500);
    expect(await patient).toMatchObject({ revision: 0 });
    expect(idsOf(await readStream(impatient, stream))).toEqual([event.id]);
  });

  it('j: what the server says of its features when asked first is of no consequence', async () => {
    stub.server.faults.featureFailures = 1;
    const store = stub.open();
    expect(await store.append(newStream(), 'none', [newEvent()])).toMatchObject({ revision: 0 });
    expect(await store.append(newStream(), 'none', [newEvent()])).toMatchObject({ revision: 0 });
  });

  it('n: a stream that was never written to is empty', async () => {
    const store = stub.open();
    expect(await readStream(store, newStream())).toEqual([]);
  });

  it('p: where nothing listens, whatever is asked is refused as unavailable', async () => {
    await stub.server.stop();
    const store = stub.open(IMPATIENT);
    await expect(store.append(newStream(), 'none', [newEvent()])).rejects.toThrow(EventStoreUnavailable);
    await expect(readStream(store, newStream())).rejects.toThrow(EventStoreUnavailable);
    await expect(store.head()).rejects.toThrow(EventStoreUnavailable);
    await expect(store.logId()).rejects.toThrow(EventStoreUnavailable);
  });

  it('q: TLS to a server that has none is refused as unavailable', async () => {
    const store = stub.open(IMPATIENT, `esdb://127.0.0.1:${stub.server.port}`);
    await expect(store.append(newStream(), 'none', [newEvent()])).rejects.toThrow(EventStoreUnavailable);
  });

  it('t: data are text, made before anybody is asked to append them', async () => {
    const store = stub.open();
    const data = '{"big":9007199254740993,"z":1,"10":1,"9":1.0}';
    const stream = newStream();
    await store.append(stream, 'none', [newEvent({ data })]);
    expect(await readStream(store, stream)).toMatchObject([{ data }]);
    expect(stub.server.log.records.find((record) => record.stream === stream)).toMatchObject({
      contentType: 'application/json',
    });
  });

  it('l: no append expects a stream to exist', async () => {
    const store = stub.open();
    const asked = jest.spyOn(stub.server.log, 'append');
    const stream = newStream();
    const { revision } = await store.append(stream, 'none', [newEvent()]);
    await store.append(stream, revision, [newEvent()]);
    await store.append(stream, 'any', [newEvent()]);
    await store.head();
    const expectations = asked.mock.calls.map(([, expected]) => expected);
    expect(new Set(expectations)).toEqual(new Set(['none', 0, 1, 'any']));
    expect(await readStream(store, stream)).toHaveLength(3);
  });

  it('u: a server that is not ready is asked again', async () => {
    stub.server.faults.notReady = 3;
    expect(await stub.open().append(newStream(), 'none', [newEvent()])).toMatchObject({ revision: 0 });
    expect(stub.server.faults.notReady).toBe(0);
  });

  it('y: a closed store keeps no connection, and nothing that keeps a process', async () => {
    const store = stub.open();
    await store.append(newStream(), 'none', [newEvent()]);
    expect(stub.server.connections).toBe(1);
    await store.close();
    await eventually(() => expect(stub.server.connections).toBe(0));
  });
});
