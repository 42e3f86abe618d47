import { setImmediate } from 'node:timers/promises';
import { eventually } from '../../test/support/eventually';
import { testLedger, type TestLedger } from '../../test/support/ledger';
import { noteEntities, nothing } from '../../test/support/notes';
import { AsOf, FutureAsOf } from './as-of';
import { beginAt, writePosition } from './positions';
import { ViewIsBehind, ViewPositions } from './view-positions';

const LONG = 60_000;
const [slow, quick] = [
  { name: 'slow', shape: 1 },
  { name: 'quick', shape: 1 },
] as const;

describe('The positions of views', () => {
  let ledger: TestLedger;
  let positions: ViewPositions;
  beforeEach(async () => {
    ledger = await testLedger({ entities: noteEntities });
    positions = new ViewPositions(ledger.database, ledger.store);
    for (const reader of [slow, quick])
      await beginAt(ledger.database.manager, reader, await ledger.store.logId(), 0n);
  });
  afterEach(() => ledger.close());

  const advance = (reader: typeof slow | typeof quick, position: bigint): Promise<void> =>
    writePosition(ledger.database.manager, reader, position);

  /** Says what became of a promise so far. */
  function watch(promise: Promise<unknown>): { outcome: string } {
    const watched = { outcome: 'waiting' };
    promise.then(
      () => (watched.outcome = 'done'),
      () => (watched.outcome = 'failed'),
    );
    return watched;
  }

  describe('waiting for them', () => {
    it('ends when every view has got there, and not before', async () => {
      const waiting = positions.waitFor([slow, quick], 5n, LONG);
      const watched = watch(waiting);
      await advance(quick, 5n);
      await advance(slow, 4n);
      await positions.waitFor([slow], 4n, LONG);
      await positions.waitFor([quick], 5n, LONG);
      await setImmediate();
      expect(watched.outcome).toBe('waiting');
      await advance(slow, 6n);
      await waiting;
      expect(watched.outcome).toBe('done');
    });

    it('takes a position in another log for none', async () => {
      const other = '00000000-0000-4000-8000-000000000000';
      await beginAt(ledger.database.manager, { name: 'elsewhere', shape: 1 }, other, 1_000n);
      const waiting = positions.waitFor([{ name: 'elsewhere', shape: 1 }], 5n, 20);
      await expect(waiting).rejects.toThrow(ViewIsBehind);
    });

    it('ends with the view that is behind when the time is up', async () => {
      await advance(quick, 5n);
      const waiting = positions.waitFor([quick, slow], 5n, 20);
      await expect(waiting).rejects.toThrow(ViewIsBehind);
      await expect(waiting).rejects.toMatchObject({ code: 'view-behind', view: 'slow' });
    });

    it('looks at least once, however little time there is', async () => {
      await advance(quick, 5n);
      await expect(positions.waitFor([quick], 5n, 0)).resolves.toBeUndefined();
    });

    it('tells the shapes of a view apart, and one without a position is behind', async () => {
      await advance(quick, 5n);
      await expect(positions.waitFor([{ name: 'quick', shape: 2 }], 1n, 0)).rejects.toThrow(ViewIsBehind);
    });

    it('has one query at a time, however many wait', async () => {
      const query = jest.spyOn(ledger.database, 'query');
      await advance(quick, 1n);
      query.mockClear();
      await Promise.all(Array.from({ length: 50 }, () => positions.waitFor([quick], 1n, LONG)));
      expect(query.mock.calls.length).toBe(1);
    });

    it('never trusts a look that began before it was asked', async () => {
      let endLook: (rows: unknown[]) => void = () => {};
      const query = jest
        .spyOn(ledger.database, 'query')
        .mockReturnValueOnce(new Promise<unknown[]>((resolve) => (endLook = resolve)));
      const early = positions.waitFor([], 0n, LONG);
      await eventually(() => expect(query).toHaveBeenCalled());
      await advance(quick, 3n);
      const late = positions.waitFor([quick], 3n, 0);
      endLook([{ ...quick, position: '2' }]);
      await early;
      await expect(late).resolves.toBeUndefined();
    });
  });

  describe('settling a time of the past', () => {
    const asOf = (): AsOf => new AsOf(ledger.store, positions);

    it('waits until the views hold what the log held then', async () => {
      const { position, recordedAt } = await ledger.record('notes', nothing, nothing);
      const settling = asOf().settle(recordedAt, [quick], LONG);
      const watched = watch(settling);
      await advance(quick, position - 1n);
      await positions.waitFor([quick], position - 1n, LONG);
      expect(watched.outcome).toBe('waiting');
      await advance(quick, position);
      await settling;
      expect(watched.outcome).toBe('done');
    });

    it('waits out the millisecond under way', async () => {
      const { at } = await ledger.store.head();
      await asOf().settle(new Date(at.getTime() + 5), [quick], LONG);
      expect((await ledger.store.head()).at.getTime()).toBeGreaterThanOrEqual(at.getTime() + 5);
    });

    it('is behind when the views do not get there in time', async () => {
      const { recordedAt } = await ledger.record('notes', nothing);
      await expect(asOf().settle(recordedAt, [quick], 20)).rejects.toThrow(ViewIsBehind);
    });

    it('refuses the future', async () => {
      const tomorrow = new Date(Date.now() + 86_400_000);
      await expect(asOf().settle(tomorrow, [], LONG)).rejects.toMatchObject({
        constructor: FutureAsOf,
        code: 'future-as-of',
        asOf: tomorrow,
      });
    });
  });
});
