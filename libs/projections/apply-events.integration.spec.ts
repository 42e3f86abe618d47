import fc from 'fast-check';
import type { ReadEvent } from '#event-sourcing';
import { testLedger, type TestLedger } from '../../test/support/ledger';
import {
  erased,
  noteEntities,
  noteLogTable,
  nothing,
  notesTable,
  noteVersionsTable,
  written,
  type NoteEvent,
} from '../../test/support/notes';
import { applyEvents } from './apply-events';
import type { AnyTable } from './projector';

const START = Date.parse('2026-03-01T00:00:00.000Z');

/** An event at a millisecond after the start of time. */
type Happening = readonly [event: NoteEvent, at: number];

const readEvents = (happenings: readonly Happening[]): readonly ReadEvent<NoteEvent>[] =>
  happenings.map(([event, at], index) => ({
    event,
    recorded: {
      id: '',
      type: event.type,
      data: '',
      metadata: '',
      stream: 'note-1',
      revision: index,
      position: BigInt(index + 1),
      recordedAt: new Date(START + at),
    },
    metadata: {
      schema: 1,
      actor: { account: '111122223333', roles: [], interface: 'rest' },
      commandId: '',
      correlationId: '',
      causationId: '',
      occurredAt: '',
    },
  }));

describe('Applying events to a table', () => {
  let ledger: TestLedger;
  beforeAll(async () => (ledger = await testLedger({ entities: noteEntities })));
  afterAll(() => ledger.close());

  /** The rows of a new table, after batches of these sizes. */
  async function rowsAfter(
    table: AnyTable<NoteEvent>,
    happenings: readonly Happening[],
    cuts: readonly number[] = [],
  ): Promise<unknown[]> {
    const name = 'views.sample';
    const runner = ledger.database.createQueryRunner();
    await runner.startTransaction();
    try {
      for (const statement of table.ddl(name)) await runner.query(statement);
      const events = readEvents(happenings);
      const edges = [0, ...[...cuts].sort((a, b) => a - b), events.length];
      for (const [index, edge] of edges.entries())
        await applyEvents(runner.manager, table, name, events.slice(edge, edges[index + 1] ?? events.length));
      return await runner.manager.query<unknown[]>(`SELECT * FROM ${name} t ORDER BY t`);
    } finally {
      await runner.rollbackTransaction();
      await runner.release();
    }
  }

  describe('to which every event appends', () => {
    it('adds the rows of each', async () => {
      const rows = await rowsAfter(noteLogTable, [
        [written('a', 'one'), 0],
        [nothing, 1],
        [erased('a'), 2],
      ]);
      expect(rows).toEqual([
        { note_id: 'a', position: '1', text: 'one' },
        { note_id: 'a', position: '3', text: null },
      ]);
    });
  });

  describe('that shows how things are', () => {
    it('carries a row on from event to event, also through one call', async () => {
      const rows = await rowsAfter(notesTable, [
        [written('a', 'one'), 0],
        [written('b', 'one'), 0],
        [written('a', 'two'), 1],
        [written('a', 'two'), 2],
      ]);
      expect(rows).toEqual([
        { note_id: 'a', text: 'two', times: 2 },
        { note_id: 'b', text: 'one', times: 1 },
      ]);
    });
    it('removes a row, and lets it begin again', async () => {
      const gone = await rowsAfter(notesTable, [
        [written('a', 'one'), 0],
        [erased('a'), 1],
      ]);
      const again = await rowsAfter(
        notesTable,
        [
          [written('a', 'one'), 0],
          [erased('a'), 1],
          [written('a', 'two'), 2],
        ],
        [1, 2],
      );
      expect(gone).toEqual([]);
      expect(again).toEqual([{ note_id: 'a', text: 'two', times: 1 }]);
    });
  });

  describe('that shows how things were', () => {
    const version = (text: string, from: number, to: number | null): object => ({
      note_id: 'a',
      text,
      valid_from: new Date(START + from),
      valid_to: to === null ? null : new Date(START + to),
    });

    it('closes what was true, and begins what is, at the same moment', async () => {
      const rows = await rowsAfter(noteVersionsTable, [
        [written('a', 'one'), 0],
        [written('a', 'two'), 5],
        [erased('a'), 9],
        [written('a', 'three'), 20],
      ]);
      expect(rows).toEqual([version('one', 0, 5), version('two', 5, 9), version('three', 20, null)]);
    });
    it('keeps the last word of a millisecond', async () => {
      const rows = await rowsAfter(noteVersionsTable, [
        [written('a', 'one'), 0],
        [written('a', 'two'), 5],
        [erased('a'), 5],
        [written('a', 'three'), 5],
      ]);
      expect(rows).toEqual([version('one', 0, 5), version('three', 5, null)]);
    });
    it('begins nothing new when nothing changed', async () => {
      const rows = await rowsAfter(noteVersionsTable, [
        [written('a', 'one'), 0],
        [written('a', 'one'), 5],
        [nothing, 6],
      ]);
      expect(rows).toEqual([version('one', 0, null)]);
    });
    it('leaves an empty range of what began and ended within a millisecond', async () => {
      const rows = await rowsAfter(noteVersionsTable, [
        [written('a', 'one'), 5],
        [erased('a'), 5],
      ]);
      expect(rows).toEqual([version('one', 5, 5)]);
    });
  });

  const anyEvent: fc.Arbitrary<NoteEvent> = fc
    .oneof(
      { weight: 4, arbitrary: fc.tuple(fc.constantFrom('a', 'b'), fc.constantFrom('x', 'y', 'z')) },
      { weight: 2, arbitrary: fc.constantFrom('a', 'b') },
      { weight: 1, arbitrary: fc.constant(undefined) },
    )
    .map((parts) => {
      if (parts === undefined) return nothing;
      return typeof parts === 'string' ? erased(parts) : written(...parts);
    });
  /** Time goes on by little, so that many events share a millisecond. */
  const history: fc.Arbitrary<readonly Happening[]> = fc
    .array(fc.tuple(anyEvent, fc.nat({ max: 1 })), { minLength: 1, maxLength: 24 })
    .map((steps) => {
      let at = 0;
      return steps.map(([event, step]) => [event, (at += step)] as const);
    });

  it.each([
    ['appends', noteLogTable],
    ['shows how things are', notesTable],
    ['shows how things were', noteVersionsTable],
  ])('makes the same rows wherever the cuts between batches fall, in a table that %s', async (_, table) => {
    await fc.assert(
      fc.asyncProperty(history, fc.array(fc.nat(), { maxLength: 6 }), async (happenings, cuts) => {
        const edges = cuts.map((cut) => cut % (happenings.length + 1));
        expect(await rowsAfter(table, happenings, edges)).toEqual(await rowsAfter(table, happenings));
      }),
      { numRuns: 150, seed: 20_260_301 },
    );
  });
});
