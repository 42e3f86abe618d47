import { setImmediate } from 'node:timers/promises';
import type { ProcessManager } from '#event-sourcing';
import { eventually } from '../../test/support/eventually';
import { testLedger, type TestLedger } from '../../test/support/ledger';
import { erased, noteEntities, noteEvents, nothing, written, type NoteEvent } from '../../test/support/notes';
import { BEGINNING } from '../event-sourcing';
import { readPosition } from './positions';
import { ProcessManagerRunner, type ProcessManagerRunnerOptions } from './process-manager-runner';

const READER = { name: 'process/copying', shape: 1 };

describe('A process manager runner', () => {
  let ledger: TestLedger;
  let runners: ProcessManagerRunner<NoteEvent>[];
  let reactions: string[];
  let react: (text: string) => Promise<void>;

  beforeEach(async () => {
    ledger = await testLedger({ entities: noteEntities });
    runners = [];
    reactions = [];
    react = async () => {};
  });
  afterEach(async () => {
    await Promise.all(runners.map((runner) => runner.stop()));
    await ledger.close();
  });

  const copying: ProcessManager<NoteEvent> = {
    name: 'copying',
    reactsTo: ['NoteWritten'],
    react: async ({ event }) => {
      if (event.type !== 'NoteWritten') throw new Error(`did not ask for ${event.type}`);
      reactions.push(event.data.text);
      await react(event.data.text);
    },
  };
  const start = async (
    options: ProcessManagerRunnerOptions = {},
  ): Promise<ProcessManagerRunner<NoteEvent>> => {
    const runner = new ProcessManagerRunner(copying, noteEvents, ledger.database, ledger.store, {
      grace: 0,
      pauses: { first: 1, longest: 5 },
      ...options,
    });
    runners.push(runner);
    await runner.start();
    return runner;
  };
  const note = async (...events: readonly NoteEvent[]): Promise<bigint> =>
    (await ledger.record('notes', ...events)).position;
  const checkpoint = async (): Promise<bigint> =>
    readPosition(ledger.database.manager, READER, await ledger.store.logId());
  const reached = (position: bigint): Promise<void> =>
    eventually(async () => expect(await checkpoint()).toBe(position));

  it('reacts to every event that it asked for, in order, old and new', async () => {
    await note(written('a', 'one'), erased('a'), written('a', 'two'));
    await start();
    await reached(3n);
    await reached(await note(nothing, written('a', 'three')));
    expect(reactions).toEqual(['one', 'two', 'three']);
  });

  it('moves on over events that it did not ask for', async () => {
    const runner = await start();
    await reached(await note(nothing, erased('a')));
    expect(runner.status()).toMatchObject({ name: 'process/copying', position: 2n, state: 'running' });
    expect(reactions).toEqual([]);
  });

  it('does not react again after a restart', async () => {
    const first = await start();
    await reached(await note(written('a', 'one')));
    await first.stop();
    await note(written('a', 'two'));
    await start();
    await reached(2n);
    expect(reactions).toEqual(['one', 'two']);
  });

  it('keeps its checkpoint from event to event, and repeats only the one that was cut off', async () => {
    react = (text) => (text === 'two' ? Promise.reject(new RangeError('cut off')) : Promise.resolve());
    const first = await start({ pauses: { first: 3_600_000, longest: 3_600_000 } });
    await note(written('a', 'one'), written('a', 'two'), written('a', 'three'));
    await eventually(() => expect(first.status().state).toBe('failing'));
    expect(await checkpoint()).toBe(1n);
    await first.stop();
    react = async () => {};
    await start();
    await reached(3n);
    expect(reactions).toEqual(['one', 'two', 'two', 'three']);
  });

  it('retries what fails, says so meanwhile, and lets nothing overtake it', async () => {
    let isBroken = true;
    react = () => (isBroken ? Promise.reject(new RangeError('not yet')) : Promise.resolve());
    const runner = await start();
    await note(written('a', 'one'), written('a', 'two'));
    await eventually(() => expect(reactions.length).toBeGreaterThan(3));
    expect(new Set(reactions)).toEqual(new Set(['one']));
    expect(runner.status()).toMatchObject({
      state: 'failing',
      position: BEGINNING,
      error: 'RangeError: not yet',
    });
    isBroken = false;
    await reached(2n);
    expect(reactions.at(-1)).toBe('two');
    await eventually(() => expect(runner.status()).toMatchObject({ state: 'running', position: 2n }));
  });

  it('lets the reaction under way finish when it is stopped, and begins no other', async () => {
    let finish = (): void => {};
    react = () => new Promise((resolve) => (finish = resolve));
    const runner = await start();
    await note(written('a', 'one'), written('a', 'two'));
    await eventually(() => expect(reactions).toEqual(['one']));
    const stopped = runner.stop();
    await setImmediate();
    finish();
    await stopped;
    expect(reactions).toEqual(['one']);
    expect(await checkpoint()).toBe(1n);
  });

  it('leaves an event alone while it is young', async () => {
    let age = 0;
    const { recordedAt } = await ledger.record('notes', written('a', 'one'));
    react = () => {
      age = Date.now() - recordedAt.getTime();
      return Promise.resolve();
    };
    await start({ grace: 300 });
    await reached(1n);
    // A timer may ring within the millisecond before its time.
    expect(age).toBeGreaterThanOrEqual(298);
  });

  it('can be stopped while it waits for an event to become old', async () => {
    const runner = await start({ grace: 3_600_000 });
    await note(written('a', 'one'));
    await runner.stop();
    expect(reactions).toEqual([]);
    expect(await checkpoint()).toBe(0n);
  });

  it('stops at an event that it does not know', async () => {
    const runner = await start();
    await ledger.store.append('notes', 'none', [
      {
        id: '6f1a4c52-6d0c-4d0e-9d6b-0a7c3c1f8e11',
        type: 'NoteWritten',
        data: '{}',
        metadata: '{"schema":2}',
      },
    ]);
    await eventually(() =>
      expect(runner.status()).toMatchObject({
        state: 'failing',
        position: 0n,
        error: expect.stringContaining(
          'SchemaFromTheFuture: the log holds NoteWritten in schema 2',
        ) as string,
      }),
    );
    expect(reactions).toEqual([]);
  });

  it('says that its checkpoint got lost', async () => {
    const runner = await start();
    await reached(await note(nothing));
    await ledger.database.query('DELETE FROM views.positions');
    await note(written('a', 'one'));
    await eventually(() =>
      expect(runner.status()).toMatchObject({
        state: 'failing',
        error: expect.stringContaining('UnknownPosition') as string,
      }),
    );
    expect(reactions).toContain('one');
  });

  it('does not set the checkpoint back when it was frozen and another has gone on meanwhile', async () => {
    const thaw: (() => void)[] = [];
    react = () => new Promise((resolve) => thaw.push(resolve));
    const frozen = await start();
    await note(written('a', 'one'), written('a', 'two'), written('a', 'three'));
    await eventually(() => expect(reactions).toEqual(['one']));
    react = async () => {};
    await start();
    await reached(3n);
    react = () => new Promise((resolve) => thaw.push(resolve));
    thaw.pop()?.();
    await eventually(() => expect(frozen.status()).toMatchObject({ position: 1n }));
    expect(await checkpoint()).toBe(3n);
    const stopped = frozen.stop();
    thaw.pop()?.();
    await stopped;
    expect(await checkpoint()).toBe(3n);
  });

  it('does not go on in another log', async () => {
    await (await start()).stop();
    await ledger.database.query('UPDATE views.positions SET log_id = gen_random_uuid()');
    await expect(start()).rejects.toMatchObject({ name: 'PositionInAnotherLog' });
  });
});
