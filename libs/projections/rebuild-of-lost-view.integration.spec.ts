import { eventually } from '../../test/support/eventually';
import { testLedger, type TestLedger } from '../../test/support/ledger';
import {
  erased,
  noteEntities,
  noteEvents,
  noteLog,
  notes,
  written,
  type NoteEvent,
} from '../../test/support/notes';
import type { Projector } from './projector';
import { ProjectorRunner } from './projector-runner';
import { rebuild, type RebuildOptions } from './rebuild';
import { ViewPositions } from './view-positions';

describe('Rebuilding a view that is not at home in the log', () => {
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
  it.each([
    ['got lost', 'DELETE FROM views.positions'],
    ['is of another log', 'UPDATE views.positions SET log_id = gen_random_uuid(), position = 1000000'],
  ])('mends a view whose position %s', async (_, harm) => {
    await reach(await history(20));
    const before = await rowsOf('notes_1');
    await runner.stop();
    await ledger.database.query(`${harm} WHERE name = 'notes'`);
    await startRunner();
    expect(runner.status()[0]?.state).toBe('failing');
    await expect(make({ then: 'compare' })).rejects.toThrow('rebuild it');
    await make({ then: 'swap' });
    expect(await rowsOf('notes_1')).toEqual(before);
    await reach(await history(3, 20));
    await eventually(() => expect(runner.status()[0]?.state).toBe('running'));
    expect(await make({ then: 'compare' })).toEqual([]);
  });

  it('makes a view ready before anybody serves it', async () => {
    await reach(await history(20));
    const before = await rowsOf('notes_1');
    await runner.stop();
    await ledger.database.query(`DELETE FROM views.positions WHERE name = 'notes'`);
    await ledger.database.query('DROP TABLE views.notes_1, views.note_versions_1');
    await make({ then: 'swap' });
    await startRunner();
    expect(runner.status()[0]).toMatchObject({
      state: 'running',
      position: (await ledger.store.head()).position,
    });
    expect(await rowsOf('notes_1')).toEqual(before);
  });
});
