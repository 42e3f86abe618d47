import { eventually } from '../../../test/support/eventually';
import { testLedger, type TestLedger } from '../../../test/support/ledger';
import { erased, noteEvents, written, type NoteEvent } from '../../../test/support/notes';
import type { Category, DueTime, Head } from '../../event-sourcing';
import { ProjectorRunner } from '../projector-runner';
import { DueTimeRow } from './due-time.row';
import { DueTimesRunner, type DueTimesOptions } from './due-times-runner';
import { dueTimesView } from './due-times.projector';

interface EraseNote {
  readonly noteId: string;
  readonly text: string;
}

/** A note says when it is over. It is erased by whoever names what it says. */
const pads: Category<string, string | undefined, EraseNote, NoteEvent> = {
  stream: (noteId) => `note-${noteId}`,
  events: noteEvents,
  decider: {
    initial: undefined,
    decide: ({ noteId, text }, said) => (said === text ? [erased(noteId)] : []),
    evolve: (_, event) => (event.type === 'NoteWritten' ? event.data.text : undefined),
  },
};

const SOON = 50;
const HOUR = 3_600_000;
const YEAR = 365 * 24 * HOUR;
/** For clocks that a spec moves. */
const RESTLESS: DueTimesOptions = { longestNap: 10 };

describe('What falls due', () => {
  let ledger: TestLedger;
  let feed: ProjectorRunner<NoteEvent>;
  let runners: DueTimesRunner<NoteEvent>[];
  let announced: { noteId: string; dueAt: Date; at: Date }[];
  let announce: (noteId: string) => Promise<boolean>;
  /** How far the log's clock is ahead. */
  let ahead: number;
  let looks: number;

  const overNotes: DueTime<NoteEvent> = {
    name: 'over-note',
    types: ['NoteWritten', 'NoteErased'],
    schedules: (event) =>
      event.type === 'NothingNoted'
        ? []
        : [
            {
              subject: event.data.noteId,
              dueAt: event.type === 'NoteWritten' ? new Date(event.data.text) : undefined,
            },
          ],
    announce: async ({ subject, scheduled: { event }, at, context }, writePath) => {
      if (event.type !== 'NoteWritten') throw new TypeError(`${event.type} names no time`);
      const { noteId, text } = event.data;
      announced.push({ noteId: subject, dueAt: new Date(text), at });
      if (await announce(noteId)) await writePath.execute(pads, noteId, { noteId, text }, context);
    },
  };
  const view = dueTimesView([overNotes], 1);

  beforeEach(async () => {
    ledger = await testLedger({ entities: [DueTimeRow] });
    feed = new ProjectorRunner([view], noteEvents, ledger.database, ledger.store);
    await feed.start();
    runners = [];
    announced = [];
    announce = () => Promise.resolve(true);
    ahead = 0;
    looks = 0;
  });
  afterEach(async () => {
    await Promise.all(runners.map((runner) => runner.stop()));
    await feed.stop();
    await ledger.close();
  });

  const head = async (): Promise<Head> => {
    looks += 1;
    const { position, at } = await ledger.store.head();
    return { position, at: new Date(at.getTime() + ahead) };
  };
  const start = async (options: DueTimesOptions = {}): Promise<DueTimesRunner<NoteEvent>> => {
    const store = Object.assign(Object.create(ledger.store) as typeof ledger.store, { head });
    const { database, writePath } = ledger;
    const parts = { kinds: [overNotes], types: noteEvents, view, database, store, writePath };
    const runner = new DueTimesRunner(parts, { pauses: { first: 1, longest: 5 }, ...options });
    runners.push(runner);
    await runner.start();
    return runner;
  };
  /** Says that it is over then; answers when. */
  const note = async (noteId: string, from = SOON): Promise<Date> => {
    const dueAt = new Date(Date.now() + from);
    await ledger.record(pads.stream(noteId), written(noteId, dueAt.toISOString()));
    return dueAt;
  };
  const ends = async (noteId: string): Promise<{ at: Date; causationId: string }[]> => {
    const found = [];
    for await (const { type, recordedAt, metadata } of ledger.store.readStream(pads.stream(noteId)))
      if (type === 'NoteErased')
        found.push({ at: recordedAt, ...(JSON.parse(metadata) as { causationId: string }) });
    return found;
  };
  const idOfFirst = async (noteId: string): Promise<string | undefined> => {
    for await (const { id } of ledger.store.readStream(pads.stream(noteId), { limit: 1 })) return id;
    return undefined;
  };
  const over = (...noteIds: readonly string[]): Promise<void> =>
    eventually(async () => {
      for (const noteId of noteIds) expect(await ends(noteId)).toHaveLength(1);
    });
  const rows = (): Promise<DueTimeRow[]> => ledger.database.getRepository(DueTimeRow).find();

  it('is announced once its time has come, and not before, in the name of the service', async () => {
    const runner = await start();
    const first = await note('first');
    await over('first');
    expect(announced.map(({ noteId, dueAt }) => [noteId, dueAt])).toEqual([['first', first]]);
    for (const { dueAt, at } of announced) expect(at.getTime()).toBeGreaterThanOrEqual(dueAt.getTime());
    const [end] = await ends('first');
    expect(end).toMatchObject({
      causationId: await idOfFirst('first'),
      actor: { account: '111122223333', roles: [], interface: 'system' },
    });
    expect(end!.at.getTime()).toBeGreaterThanOrEqual(first.getTime());
    await eventually(async () => expect(await rows()).toEqual([]));
    expect(runner.status()).toMatchObject({ name: 'process/due-times', state: 'running' });
  });

  it('while everything was down is announced at the start, in the order in which it fell due', async () => {
    await note('later', -HOUR);
    await note('earlier', -2 * HOUR);
    await start();
    await over('earlier', 'later');
    expect(announced.map(({ noteId }) => noteId)).toEqual(['earlier', 'later']);
  });

  it('is announced once, by however many and however often', async () => {
    await Promise.all([start(), start()]);
    await note('one');
    await over('one');
    await Promise.all(runners.map((runner) => runner.stop()));
    await start();
    await note('two');
    await over('one', 'two');
  });

  it('is at the last time that was said, and never where that was taken back', async () => {
    await start(RESTLESS);
    await note('put off', HOUR);
    await note('taken back', HOUR);
    await note('put off', YEAR);
    await ledger.record(pads.stream('taken back'), erased('taken back'));
    await note('mark', 2 * HOUR);
    ahead = 3 * HOUR;
    await over('mark');
    expect(announced.map(({ noteId }) => noteId)).toEqual(['mark']);
    await eventually(async () => expect((await rows()).map(({ subject }) => subject)).toEqual(['put off']));
  });

  it('in a far future is waited for without looking at it all the time', async () => {
    const runner = await start();
    await note('far', 100 * YEAR);
    await note('near');
    await over('near');
    await eventually(async () => expect(runner.status().position).toBe((await ledger.store.head()).position));
    expect(looks).toBeLessThan(10);
    expect(announced.map(({ noteId }) => noteId)).toEqual(['near']);
  });

  it('is noticed also when the clock jumps to its time', async () => {
    await start(RESTLESS);
    await note('far', YEAR);
    await eventually(() => expect(looks).toBeGreaterThan(5));
    expect(announced).toEqual([]);
    ahead = 2 * YEAR;
    await over('far');
  });

  it('and cannot be announced is tried again, visibly, and holds up nothing else', async () => {
    let isBroken = true;
    announce = (noteId) =>
      isBroken && noteId === 'stuck' ? Promise.reject(new RangeError('not yet')) : Promise.resolve(true);
    await note('next', -HOUR);
    await note('stuck', -2 * HOUR);
    const runner = await start();
    await over('next');
    await eventually(() =>
      expect(runner.status()).toMatchObject({ state: 'failing', error: 'RangeError: not yet' }),
    );
    isBroken = false;
    await over('stuck');
    await eventually(() => expect(runner.status()).toMatchObject({ state: 'running' }));
  });

  it('and stays due though it was announced is an error', async () => {
    announce = () => Promise.resolve(false);
    const runner = await start();
    await note('stays');
    await eventually(() =>
      expect(runner.status()).toMatchObject({
        state: 'failing',
        error: 'StaysDue: over-note of stays was announced and is still due',
      }),
    );
  });
});
