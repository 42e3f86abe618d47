import type { EventTypes } from '#event-sourcing';
import { eventually } from '../../test/support/eventually';
import { testLedger, type TestLedger } from '../../test/support/ledger';
import {
  erased,
  noteEntities,
  noteEvents,
  noteLog,
  NoteLogRow,
  noteLogRows,
  noteLogTableOf,
  NoteRow,
  notes,
  nothing,
  written,
  type NoteEvent,
} from '../../test/support/notes';
import type { Projector } from './projector';
import { ProjectorRunner, type ProjectorRunnerOptions } from './projector-runner';
import { ViewPositions } from './view-positions';

const PAUSES = { first: 1, longest: 5 };

describe('A projector runner', () => {
  let ledger: TestLedger;
  let runners: ProjectorRunner<NoteEvent>[];
  beforeEach(async () => {
    runners = [];
    ledger = await testLedger({ entities: noteEntities });
  });
  afterEach(async () => {
    await Promise.all(runners.map((runner) => runner.stop()));
    await ledger.close();
  });

  const start = async (
    projectors: readonly Projector<NoteEvent>[] = [notes, noteLog],
    options: ProjectorRunnerOptions = {},
    types: EventTypes<NoteEvent> = noteEvents,
  ): Promise<ProjectorRunner<NoteEvent>> => {
    const runner = new ProjectorRunner(projectors, types, ledger.database, ledger.store, {
      pauses: PAUSES,
      ...options,
    });
    runners.push(runner);
    await runner.start();
    return runner;
  };
  const reach = (
    position: bigint,
    views: readonly Projector<NoteEvent>[] = [notes, noteLog],
  ): Promise<void> => new ViewPositions(ledger.database, ledger.store).waitFor(views, position, 20_000);
  const note = async (...events: readonly NoteEvent[]): Promise<bigint> =>
    (await ledger.record('notes', ...events)).position;
  const texts = async (): Promise<unknown> =>
    (await ledger.database.getRepository(NoteRow).find({ order: { noteId: 'ASC' } })).map(({ text }) => text);
  const logged = async (): Promise<unknown> =>
    (await ledger.database.getRepository(NoteLogRow).find({ order: { position: 'ASC' } })).map(
      ({ text }) => text,
    );
  const many = async (count: number): Promise<bigint> => {
    let position = 0n;
    for (let index = 0; index < count; index += 50)
      position = await note(...Array.from({ length: 50 }, (_, of) => written('a', `${index + of + 1}`)));
    return position;
  };

  it('catches up with what was there, then follows', async () => {
    await many(500);
    await start(undefined, { batchSize: 40 });
    await reach(500n);
    expect(await texts()).toEqual(['500']);
    await reach(await note(written('b', 'live')));
    expect(await texts()).toEqual(['500', 'live']);
    expect(await logged()).toHaveLength(501);
  });

  it('moves every view on over events that concern none', async () => {
    const runner = await start();
    await reach(await note(nothing, nothing));
    expect(await texts()).toEqual([]);
    expect(runner.status()).toMatchObject([
      { name: 'notes', position: 2n, state: 'running' },
      { name: 'note-log', position: 2n, state: 'running' },
    ]);
  });

  it('goes on where it stopped', async () => {
    const first = await start();
    await reach(await note(written('a', 'one')));
    await first.stop();
    await note(written('a', 'two'), written('b', 'new'));
    await start();
    await reach(3n);
    expect(await texts()).toEqual(['two', 'new']);
    expect(await logged()).toEqual(['one', 'two', 'new']);
  });

  it('commits rows and position together', async () => {
    // The deferred constraint fails at the commit, after the rows and the position were written.
    const runner = await start();
    await reach(await note(written('a', 'one')));
    await ledger.database.query(`
      CREATE FUNCTION views.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'not now'; END $$`);
    await ledger.database.query(`
      CREATE CONSTRAINT TRIGGER refuse AFTER INSERT OR UPDATE ON views.positions
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.name = 'note-log') EXECUTE FUNCTION views.refuse()`);
    await reach(await note(written('a', 'two')), [notes]);
    await eventually(() => expect(runner.status()[1]).toMatchObject({ state: 'failing', position: 1n }));
    expect(await logged()).toEqual(['one']);
    await ledger.database.query('DROP TRIGGER refuse ON views.positions');
    await reach(2n);
    expect(await logged()).toEqual(['one', 'two']);
  });

  describe('with a projector that fails', () => {
    let isBroken: boolean;
    const fragile: Projector<NoteEvent> = {
      ...noteLog,
      tables: [
        noteLogTableOf((read) => {
          if (isBroken && read.event.type === 'NoteErased') throw new RangeError('cannot stand erasing');
          return noteLogRows(read);
        }),
      ],
    };
    beforeEach(() => (isBroken = true));

    it('stops it alone, at its position, and says so', async () => {
      const runner = await start([fragile, notes]);
      await reach(await note(written('a', 'one')));
      await note(erased('a'));
      await reach(await note(written('b', 'after')), [notes]);
      expect(await texts()).toEqual(['after']);
      expect(await logged()).toEqual(['one']);
      await eventually(() =>
        expect(runner.status()).toMatchObject([
          { name: 'note-log', state: 'failing', position: 1n, error: 'RangeError: cannot stand erasing' },
          { name: 'notes', state: 'running', position: 3n },
        ]),
      );
    });

    it('tries it again until it works, and misses nothing', async () => {
      const runner = await start([fragile, notes]);
      await note(written('a', 'one'), erased('a'));
      await eventually(() => expect(runner.status()[0]?.state).toBe('failing'));
      isBroken = false;
      await reach(await note(written('a', 'two')));
      expect(await logged()).toEqual(['one', null, 'two']);
      await eventually(() => expect(runner.status()[0]).toMatchObject({ state: 'running', position: 3n }));
      expect(runner.status()[0]).not.toHaveProperty('error');
    });

    it('can be stopped while it waits', async () => {
      const runner = await start([fragile], { pauses: { first: 3_600_000, longest: 3_600_000 } });
      await note(erased('a'));
      await eventually(() => expect(runner.status()[0]?.state).toBe('failing'));
      await runner.stop();
      expect(runner.status()[0]?.state).toBe('failing');
    });
  });

  it('does not start a view whose position is lost as if it had seen everything', async () => {
    const first = await start();
    await reach(await note(written('a', 'one')));
    await first.stop();
    await ledger.database.query(`DELETE FROM views.positions WHERE name = 'note-log'`);
    const runner = await start();
    await reach(await note(written('a', 'two')), [notes]);
    expect(runner.status()[1]).toMatchObject({
      state: 'failing',
      error: expect.stringContaining('UnknownPosition: nothing says how far note-log') as string,
    });
    expect(await logged()).toEqual(['one']);
  });

  it('stops a view whose position gets lost under way', async () => {
    const runner = await start();
    await reach(await note(written('a', 'one')));
    await ledger.database.query(`DELETE FROM views.positions WHERE name = 'notes'`);
    await note(written('a', 'two'));
    await eventually(() =>
      expect(runner.status()[0]).toMatchObject({
        state: 'failing',
        error: expect.stringContaining('UnknownPosition') as string,
      }),
    );
    expect(await texts()).toEqual(['one']);
  });

  it('does not carry on a view that was made from another log', async () => {
    const first = await start();
    await reach(await note(written('a', 'one')));
    await first.stop();
    await ledger.database.query(`UPDATE views.positions SET log_id = gen_random_uuid() WHERE name = 'notes'`);
    const runner = await start();
    await reach(await note(written('a', 'two')), [noteLog]);
    expect(runner.status()[0]).toMatchObject({
      state: 'failing',
      error: expect.stringContaining('PositionInAnotherLog: notes was made from log') as string,
    });
    expect(await texts()).toEqual(['one']);
  });

  it('stops at an event that it does not know', async () => {
    const runner = await start();
    await reach(await note(written('a', 'one')));
    await ledger.record('notes', { type: 'NoteSung', data: {} }, written('a', 'two'));
    await eventually(() => {
      for (const status of runner.status())
        expect(status).toMatchObject({
          state: 'failing',
          position: 1n,
          error:
            'UnknownEventType: the log holds an event of type NoteSung, which this version does not know',
        });
    });
    expect(await texts()).toEqual(['one']);
  });

  it('gets over a log that cannot be read for a while', async () => {
    await ledger.database.query('ALTER TABLE ledger.events RENAME COLUMN data TO unreadable');
    const runner = await start();
    await eventually(() =>
      expect(runner.status()).toMatchObject([{ state: 'failing' }, { state: 'failing' }]),
    );
    await ledger.database.query('ALTER TABLE ledger.events RENAME COLUMN unreadable TO data');
    await reach(await note(written('a', 'one')));
    await eventually(() =>
      expect(runner.status()).toMatchObject([{ state: 'running' }, { state: 'running' }]),
    );
  });
});
