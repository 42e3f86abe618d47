import type { ReaderStatus } from '#projections';
import { Client } from 'pg';
import { testDatabase, type TestDatabase } from '../../test/support/database';
import { eventually } from '../../test/support/eventually';
import { ActiveLock } from './active-lock';
import { LogReaders, type LogReader } from './log-readers';
import { makeLogger } from './logging';
import { Metrics } from './metrics';

/** A process, as far as readers matter. */
interface Process {
  readonly readers: LogReaders;
  readonly metrics: Metrics;
  readonly stop: () => Promise<void>;
}

describe('What follows the log in several processes', () => {
  let database: TestDatabase;
  let processes: Process[];
  let said: string[];
  let onStart: (name: string) => Promise<void>;
  let onStop: (name: string) => Promise<void>;

  beforeEach(async () => {
    database = await testDatabase();
    processes = [];
    said = [];
    onStart = async () => {};
    onStop = async () => {};
  });
  afterEach(async () => {
    await Promise.all(processes.map(({ stop }) => stop()));
    await database.drop();
  });

  const reader = (name: string): LogReader => ({
    status: (): ReaderStatus => ({ name, position: 0n, state: 'running', since: new Date(0) }),
    start: async () => {
      said.push(`${name} starts`);
      await onStart(name);
    },
    stop: async () => {
      said.push(`${name} stops`);
      await onStop(name);
      said.push(`${name} has stopped`);
    },
  });

  const newProcess = (name: string): Process => {
    const metrics = new Metrics();
    const lock = new ActiveLock({ connectionString: database.url });
    const readers = new LogReaders(lock, makeLogger('silent'), metrics);
    readers.follow(() => [reader(name)]);
    const made = { readers, metrics, stop: () => readers.stop() };
    processes.push(made);
    return made;
  };
  const started = async (name: string): Promise<Process> => {
    const made = newProcess(name);
    await made.readers.start();
    return made;
  };
  const shown = async ({ metrics }: Process): Promise<string> =>
    (await metrics.registry.metrics()).match(/^ledger_readers_state.*$|^ledger_takeovers.*$/gm)?.join() ?? '';
  const endHolder = async (): Promise<void> => {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    await client
      .query(
        `SELECT pg_terminate_backend(pid) FROM pg_locks
         WHERE locktype = 'advisory' AND granted AND database =
           (SELECT oid FROM pg_database WHERE datname = current_database())`,
      )
      .finally(() => client.end());
  };

  it('is active in the first one as soon as it has started, and in no other', async () => {
    const first = await started('first');
    const second = await started('second');
    expect([first, second].map(({ readers }) => readers.standing())).toEqual(['active', 'standby']);
    expect(first.readers.statuses()).toMatchObject([{ name: 'first' }]);
    expect(second.readers.statuses()).toEqual([]);
    expect(await shown(first)).toContain('{state="active"} 1,ledger_readers_state{state="standby"} 0');
    expect(await shown(second)).toContain('{state="active"} 0,ledger_readers_state{state="standby"} 1');
    expect(said).toEqual(['first starts']);
  });

  it('is taken over from one that stops, once it has finished', async () => {
    const first = await started('first');
    const second = await started('second');
    await first.stop();
    await eventually(() => expect(second.readers.standing()).toBe('active'));
    expect(said).toEqual(['first starts', 'first stops', 'first has stopped', 'second starts']);
    expect(await shown(second)).toContain('{state="standby"} 0,ledger_takeovers_total 1');
  });

  it('stops at once where the lock is lost, and is made anew when it is back', async () => {
    let finish = (): void => {};
    onStop = () => new Promise((resolve) => (finish = resolve));
    const first = await started('first');
    await endHolder();
    await eventually(() => expect(said).toEqual(['first starts', 'first stops']));
    const second = await started('second');
    expect(second.readers.standing()).toBe('active');
    onStop = async () => {};
    finish();
    await eventually(() => expect(first.readers.standing()).toBe('standby'));
    await second.stop();
    await eventually(() => expect(first.readers.standing()).toBe('active'));
    expect(said.slice(2)).toEqual([
      'second starts',
      'first has stopped',
      'second stops',
      'second has stopped',
      'first starts',
    ]);
  });

  it('says at the first start what keeps it from starting, and lets the next one try', async () => {
    onStart = (name) => (name === 'first' ? Promise.reject(new RangeError('cannot')) : Promise.resolve());
    const { readers } = newProcess('first');
    await expect(readers.start()).rejects.toThrow('cannot');
    expect(said).toEqual(['first starts', 'first stops', 'first has stopped']);
    expect((await started('second')).readers.standing()).toBe('active');
  });

  it('is tried again where it could not start when its turn came', async () => {
    const first = await started('first');
    const second = await started('second');
    let attempts = 0;
    onStart = () => (++attempts < 3 ? Promise.reject(new RangeError('not yet')) : Promise.resolve());
    await first.stop();
    await eventually(() => expect(second.readers.standing()).toBe('active'));
    expect(attempts).toBe(3);
  });

  it('is nothing in a process that has no readers: it takes no lock', async () => {
    const metrics = new Metrics();
    const lock = new ActiveLock({ connectionString: database.url });
    const readers = new LogReaders(lock, makeLogger('silent'), metrics);
    await readers.start();
    expect(readers.standing()).toBeUndefined();
    expect((await started('first')).readers.standing()).toBe('active');
    await readers.stop();
    expect(await shown({ readers, metrics, stop: () => readers.stop() })).not.toContain('state=');
  });
});
