import { setTimeout } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';
import { testDatabase, type TestDatabase } from '../../test/support/database';
import { eventually } from '../../test/support/eventually';
import { TcpBalancer } from '../../test/support/tcp-balancer';
import { ActiveLock, LOCK_TIMING, type LockTiming } from './active-lock';

const NEVER = 3_600_000;

describe('The lock of the active process', () => {
  let database: TestDatabase;
  let connection: ClientConfig;
  let locks: ActiveLock[];

  beforeEach(async () => {
    database = await testDatabase();
    connection = { connectionString: database.url };
    locks = [];
  });
  afterEach(async () => {
    await Promise.all(locks.map((lock) => lock.release()));
    await database.drop();
  });

  const newLock = (timing: Partial<LockTiming> = {}, over = connection): ActiveLock => {
    const lock = new ActiveLock(over, { ...LOCK_TIMING, ...timing });
    locks.push(lock);
    return lock;
  };
  const taken = async (lock: ActiveLock): Promise<AbortSignal> => {
    const signal = await lock.take();
    if (signal === undefined) throw new Error('another has it');
    return signal;
  };
  const administered = async (statement: string): Promise<number | null> => {
    const client = new Client(connection);
    await client.connect();
    return (await client.query(statement).finally(() => client.end())).rowCount;
  };
  const endHolder = (): Promise<number | null> =>
    administered(`SELECT pg_terminate_backend(pid) FROM pg_locks
                  WHERE locktype = 'advisory' AND granted AND database =
                    (SELECT oid FROM pg_database WHERE datname = current_database())`);

  it('is had by one at a time', async () => {
    const [one, other] = [newLock(), newLock()];
    const signal = await taken(one);
    expect(await other.take()).toBeUndefined();
    expect(await other.take()).toBeUndefined();
    expect(signal.aborted).toBe(false);
  });

  it('is had by the next one as soon as it is released', async () => {
    const [one, other] = [newLock(), newLock()];
    await taken(one);
    expect(await other.take()).toBeUndefined();
    await one.release();
    expect((await taken(other)).aborted).toBe(false);
    expect(await one.take()).toBeUndefined();
  });

  it('stays where it is while its holder says now and then that it lives', async () => {
    const [one, other] = [newLock({ beat: 20, lease: 400 }), newLock()];
    const signal = await taken(one);
    await setTimeout(1_000);
    expect(signal.aborted).toBe(false);
    expect(await other.take()).toBeUndefined();
  });

  it('is lost with its session, and the holder is told', async () => {
    const [one, other] = [newLock({ beat: NEVER }), newLock()];
    const signal = await taken(one);
    expect(await endHolder()).toBe(1);
    await eventually(() => expect(signal.aborted).toBe(true));
    await taken(other);
  });

  it('is taken from a holder that says nothing, by the server itself', async () => {
    const [one, other] = [newLock({ beat: NEVER, lease: 200 }), newLock()];
    const signal = await taken(one);
    await eventually(async () => expect(await other.take()).toBeDefined());
    await eventually(() => expect(signal.aborted).toBe(true));
  });

  it('is known to be lost by a holder that is cut off before anybody else can have it', async () => {
    const server = new Client(connection);
    const socket = { path: `${server.host}/.s.PGSQL.${server.port}` };
    const network = await TcpBalancer.to(
      server.host.startsWith('/') ? socket : { host: server.host, port: server.port },
    );
    const { user = '', password, database: name = '' } = server;
    const through = { host: '127.0.0.1', port: network.port, user, password: password ?? '', database: name };
    const [one, other] = [newLock({ beat: 50, trust: 400, lease: 3_000 }, through), newLock()];
    try {
      const signal = await taken(one);
      network.freeze();
      await eventually(() => expect(signal.aborted).toBe(true));
      expect(await other.take()).toBeUndefined();
      await eventually(async () => expect(await other.take()).toBeDefined());
    } finally {
      await network.close();
    }
  });

  it('can be taken again by who lost it', async () => {
    const lock = newLock();
    const first = await taken(lock);
    await endHolder();
    await eventually(() => expect(first.aborted).toBe(true));
    const second = await eventually(() => taken(lock));
    expect(second.aborted).toBe(false);
  });

  it('cannot be asked for where there is no database', async () => {
    const nowhere = newLock({}, { host: '127.0.0.1', port: 1 });
    await expect(nowhere.take()).rejects.toThrow();
  });
});
