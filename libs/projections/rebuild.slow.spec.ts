import type { EventStore, Position, RecordedEvent } from '#event-sourcing';
import { eventually } from '../../test/support/eventually';
import { testLedger, type TestLedger } from '../../test/support/ledger';
import {
  erased,
  noteEntities,
  noteEvents,
  noteLog,
  NoteLogRow,
  notes,
  written,
  type NoteEvent,
} from '../../test/support/notes';
import type { Projector } from './projector';
import { ProjectorRunner } from './projector-runner';
import { rebuild, RebuildUnderWay, type RebuildOptions } from './rebuild';
import { ViewPositions } from './view-positions';

describe('Rebuilding a view', () => {
  let ledger: TestLedger;
  let runner: ProjectorRunner<NoteEvent>;

  const startRunner = async (): Promise<void> => {
    runner = new ProjectorRunner([notes, noteLog], noteEvents, ledger.database, ledger.store, {
      pauses: { first: 1, longest: 5 },
    });
    await runner.start();
  };
  beforeEach(async () => {
    ledger = await testLedger({ entities: noteEntities });
    await startRunner();
  });
  afterEach(async () => {
    await runner.stop();
    await ledger.close();
  });

  const make = (
    options: RebuildOptions,
    projector: Projector<NoteEvent> = notes,
  ): ReturnType<typeof rebuild> => rebuild(ledger.database, ledger.store, noteEvents, projector, options);
  const reach = (position: bigint): Promise<void> =>
    new ViewPositions(ledger.database, ledger.store).waitFor([notes, noteLog], position, 20_000);
  const rowsOf = (name: string): Promise<unknown[]> =>
    ledger.database.query<unknown[]>(`SELECT * FROM views.${name} t ORDER BY t`);
  /** Writes and erases notes, a few per append. Answers the last position. */
  async function history(appends: number, from = 0): Promise<bigint> {
    const numbers = Array.from({ length: appends }, (_, index) => from + index);
    const recorded = numbers.map((number) => {
      const id = `n${number % 17}`;
      const erasing = number % 5 === 0 ? [erased(id)] : [];
      return ledger.record(
        `notes-${number}`,
        written(id, `${number}`),
        ...erasing,
        written('x', `${number}`),
      );
    });
    const positions = (await Promise.all(recorded)).map(({ position }) => position);
    return positions.reduce((last, position) => (position > last ? position : last), 0n);
  }
  const namesOfIndexes = (): Promise<unknown[]> =>
    ledger.database.query<unknown[]>(
      `SELECT schemaname, tablename, indexname FROM pg_indexes
       WHERE schemaname LIKE 'views%' AND tablename LIKE 'note%' ORDER BY indexname`,
    );
  /** The store, where something happens before a reader gets its first event. */
  const whileReading = (happens: () => Promise<unknown>): EventStore => {
    const { store } = ledger;
    async function* readAll(from: Position): AsyncGenerator<RecordedEvent> {
      await happens();
      yield* store.readAll(from);
    }
    return new Proxy(store, {
      get: (target, name) => (name === 'readAll' ? readAll : (Reflect.get(target, name) as unknown)),
    });
  };
  /** Returns when the connection of the rebuild is gone. */
  const killRebuild = (): Promise<unknown> =>
    ledger.database.query(
      `SELECT pg_terminate_backend(pid, 10000) FROM pg_locks WHERE locktype = 'advisory' AND classid = 724012`,
    );
  const copies = (): Promise<unknown[]> =>
    ledger.database.query<unknown[]>(`SELECT tablename FROM pg_tables WHERE schemaname = 'views_rebuilt'`);
  const spoil = (): Promise<unknown> => ledger.database.query(`UPDATE views.notes_1 SET text = 'spoilt'`);

  it('serves rows made anew from the log', async () => {
    await reach(await history(60));
    const before = [await rowsOf('notes_1'), await rowsOf('note_versions_1')];
    await spoil();
    await ledger.database.query(`DELETE FROM views.note_versions_1 WHERE note_id = 'x'`);
    expect(await make({ then: 'swap' })).toEqual([]);
    expect([await rowsOf('notes_1'), await rowsOf('note_versions_1')]).toEqual(before);
  });

  it('misses and repeats nothing that is written meanwhile, and is carried on afterwards', async () => {
    await history(1_200);
    let writing = Promise.resolve(0n);
    let begun = false;
    const onProgress = (): void => {
      if (!begun) writing = history(200, 1_200);
      begun = true;
    };
    for (let round = 0; round < 3; round++) await make({ then: 'swap', onProgress }, noteLog);
    await writing;
    await reach(await history(5, 1_400));
    const rows = await ledger.database.getRepository(NoteLogRow).find({ order: { position: 'ASC' } });
    const { position } = await ledger.store.head();
    expect(rows.map((row) => row.position)).toEqual(
      Array.from({ length: Number(position) }, (_, index) => `${index + 1}`),
    );
    expect(await make({ then: 'compare' })).toEqual([]);
  });

  it('goes on answering while the copy takes the place of what is served', async () => {
    await reach(await history(40));
    const rows = await rowsOf('notes_1');
    let isDone = false;
    const reading = (async () => {
      for (let reads = 0; !isDone || reads < 20; reads++) expect(await rowsOf('notes_1')).toEqual(rows);
    })();
    for (let round = 0; round < 5; round++) await make({ then: 'swap' });
    isDone = true;
    await reading;
    expect(await rowsOf('notes_1')).toEqual(rows);
  });

  it('leaves tables and indexes named as before, however often', async () => {
    await reach(await history(5));
    const before = await namesOfIndexes();
    for (let round = 0; round < 3; round++) {
      await make({ then: 'swap' });
      await make({ then: 'swap' }, noteLog);
    }
    expect(await namesOfIndexes()).toEqual(before);
    expect(await copies()).toEqual([]);
  });

  it('reports how far it is', async () => {
    const position = await history(1_500);
    await reach(position);
    const seen: bigint[] = [];
    await make({
      then: 'swap',
      onProgress: (progress) => {
        expect(progress.of).toBe(position);
        seen.push(progress.position);
      },
    });
    expect(seen.length).toBeGreaterThan(1);
    expect(seen).toEqual(seen.toSorted((a, b) => Number(a - b)));
    expect(seen.at(-1)).toBe(position);
  });

  describe('to compare it', () => {
    it('finds nothing where nothing is wrong, and leaves nothing behind', async () => {
      await reach(await history(30));
      expect(await make({ then: 'compare' })).toEqual([]);
      expect(await copies()).toEqual([]);
    });

    it('finds what was changed, what is missing and what is too much', async () => {
      await ledger.record('notes', written('a', 'one'), written('b', 'two'));
      await reach(2n);
      await ledger.database.query(`UPDATE views.notes_1 SET text = 'tampered' WHERE note_id = 'a'`);
      await ledger.database.query(`DELETE FROM views.notes_1 WHERE note_id = 'b'`);
      await ledger.database.query(`INSERT INTO views.notes_1 VALUES ('c', 'made up', 1)`);
      const found = await make({ then: 'compare' });
      expect(found).toHaveLength(4);
      expect(found).toEqual(
        expect.arrayContaining([
          { table: 'views.notes_1', side: 'served', row: { note_id: 'a', text: 'tampered', times: 1 } },
          { table: 'views.notes_1', side: 'rebuilt', row: { note_id: 'a', text: 'one', times: 1 } },
          { table: 'views.notes_1', side: 'rebuilt', row: { note_id: 'b', text: 'two', times: 1 } },
          { table: 'views.notes_1', side: 'served', row: { note_id: 'c', text: 'made up', times: 1 } },
        ]),
      );
    });

    it('leaves what it finds as it is', async () => {
      await reach(await history(10));
      await spoil();
      const spoilt = await rowsOf('notes_1');
      expect(await make({ then: 'compare' })).not.toEqual([]);
      expect(await rowsOf('notes_1')).toEqual(spoilt);
    });

    it('is not disturbed by what is written meanwhile', async () => {
      await history(1_100);
      let writing: Promise<unknown> | undefined;
      const onProgress = (): void => void (writing ??= history(300, 1_100));
      for (let round = 0; round < 3; round++)
        expect(await make({ then: 'compare', onProgress }, noteLog)).toEqual([]);
      await writing;
    });
  });

  describe('that does not come to its end', () => {
    it('leaves what is served as it was when it is aborted', async () => {
      await reach(await history(1_500));
      await spoil();
      const served = await rowsOf('notes_1');
      const aborting = new AbortController();
      const aborted = make({
        then: 'swap',
        signal: aborting.signal,
        onProgress: () => aborting.abort(new RangeError('enough')),
      });
      await expect(aborted).rejects.toThrow('enough');
      expect(await rowsOf('notes_1')).toEqual(served);
      expect(await copies()).toEqual([]);
      await reach(await history(3, 1_500));
    });

    it('leaves what is served as it was when its connection dies, and can be begun again', async () => {
      await reach(await history(20));
      await spoil();
      const served = await rowsOf('notes_1');
      const died = rebuild(ledger.database, whileReading(killRebuild), noteEvents, notes, { then: 'swap' });
      await expect(died).rejects.toThrow();
      expect(await rowsOf('notes_1')).toEqual(served);
      await eventually(() => make({ then: 'swap' }));
      expect(await rowsOf('notes_1')).not.toEqual(served);
      await reach(await history(3, 20));
    });

    it('gives up beside another one of the same view, not of others', async () => {
      await reach(await history(20));
      let second: unknown;
      const store = whileReading(async () => {
        second = await make({ then: 'compare' }, noteLog).catch((error: unknown) => error);
      });
      await rebuild(ledger.database, store, noteEvents, noteLog, { then: 'swap' });
      expect(second).toBeInstanceOf(RebuildUnderWay);
      const [mine, theirs] = await Promise.all([
        make({ then: 'compare' }),
        make({ then: 'compare' }, noteLog),
      ]);
      expect([...mine, ...theirs]).toEqual([]);
    });
  });
});
