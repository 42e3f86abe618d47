import fc from 'fast-check';
import { BEGINNING, type RecordedEvent } from '#event-sourcing';
import { testLedger, type TestLedger } from '../../test/support/ledger';
import {
  erased,
  noteEntities,
  noteEvents,
  NoteLogRow,
  NoteRow,
  nothing,
  written,
  type NoteEvent,
} from '../../test/support/notes';
import { Stretch } from './log-events';
import { recalling, table, type EvolvingTable, type Projector } from './projector';
import { applyToTables } from './running-projector';
import { createTables } from './view-tables';

/** What was first written about something, until it is erased. */
const first: EvolvingTable<NoteEvent, NoteRow> = {
  kind: 'evolving',
  row: NoteRow,
  ddl: (name) => [
    `CREATE TABLE ${name} (note_id text PRIMARY KEY, text text NOT NULL, times integer NOT NULL)`,
  ],
  key: ['noteId'],
  keysOf: ({ event }) => (event.type === 'NothingNoted' ? [] : [{ noteId: event.data.noteId }]),
  evolve: (row, { event }, { noteId = '' }) =>
    event.type === 'NoteWritten' ? (row ?? { noteId, text: event.data.text, times: 1 }) : undefined,
};
const firstTable = table<NoteEvent, NoteRow>(first);
const recallingTable = recalling<NoteEvent, NoteLogRow, NoteRow>({
  kind: 'recalling',
  row: NoteLogRow,
  ddl: (name) => [`CREATE TABLE ${name} (note_id text, position bigint PRIMARY KEY, text text)`],
  memory: first,
  rows: ({ recorded: { position } }, known) => [
    { noteId: known[0]?.noteId ?? '', position: position.toString(), text: known[0]?.text ?? null },
  ],
});

describe('A table that recalls what another one knows', () => {
  let ledger: TestLedger;
  let log: RecordedEvent[];

  beforeAll(async () => {
    ledger = await testLedger({ entities: noteEntities });
    await ledger.record('note-a', written('a', 'one'), written('a', 'two'), written('b', 'three'));
    await ledger.record('note-a', nothing, erased('a'), written('a', 'four'), written('b', 'five'));
    log = [];
    for await (const event of ledger.store.readAll(BEGINNING)) log.push(event);
  });
  afterAll(() => ledger.close());

  async function textsAfter(
    tables: Projector<NoteEvent>['tables'],
    cuts: readonly number[],
  ): Promise<unknown[]> {
    const projector = { name: 'recalling', shape: 1, tables };
    const runner = ledger.database.createQueryRunner();
    await runner.startTransaction();
    try {
      await createTables(runner.manager, projector, 'rebuilt');
      let after = BEGINNING;
      for (const cut of [...cuts, log.length].sort((one, other) => one - other)) {
        const events = log.slice(Number(after), cut);
        const stretch = new Stretch(noteEvents, after, { events, position: BigInt(cut) });
        await applyToTables(runner.manager, projector, stretch, after, 'rebuilt');
        after = BigInt(cut);
      }
      const rows = await runner.manager.query<{ text: unknown }[]>(
        'SELECT text FROM views_rebuilt.note_log_1 ORDER BY position',
      );
      return rows.map(({ text }) => text);
    } finally {
      await runner.rollbackTransaction();
      await runner.release();
    }
  }

  const RECALLED = ['one', 'one', 'three', null, null, 'four', 'three'];

  it('has what is known by each event, the event itself included', async () => {
    expect(await textsAfter([recallingTable, firstTable], [])).toEqual(RECALLED);
  });

  it('has the same wherever the cuts between batches fall, and whichever of the two comes first', async () => {
    const orders = fc.constantFrom([recallingTable, firstTable], [firstTable, recallingTable]);
    const cuts = fc.subarray([1, 2, 3, 4, 5, 6]);
    await fc.assert(
      fc.asyncProperty(orders, cuts, async (tables, at) => {
        expect(await textsAfter(tables, at)).toEqual(RECALLED);
      }),
      { numRuns: 60, seed: 20_260_301 },
    );
  });
});
