import type { DataSource } from 'typeorm';
import type { EventStore } from '../../libs/event-sourcing';
import { ProjectorRunner, rebuild, ViewPositions, type Projector } from '../../libs/projections';
import { ledgerEvents, views, type LedgerEvent } from '../../libs/views';
import { expectedAnswer, imageIdAt } from './expected';
import type { History } from './history';
import { everybodysQuestions, momentsOf, turnsOf, type Moment, type Question } from './questions';
import { ReadSide } from './read-side';
import { textOf } from './same';

/** What the questions are answered from. */
const askedOf = [
  views.images,
  views.launchPermissions,
  views.organizations,
  views.families,
  views.resourceHistory,
];
const AT_ONCE = 8;

export interface Following {
  /** Holds the log of the history, or a copy of it. */
  readonly store?: EventStore;
  readonly followed?: readonly Projector<LedgerEvent>[];
}

interface Asked {
  readonly question: Omit<Question, 'time'>;
  readonly moment: Moment;
}

export class WrongAnswer extends Error {
  override readonly name = 'WrongAnswer';
  constructor(
    readonly question: Omit<Question, 'time'>,
    words: string,
  ) {
    super(words);
  }
}

/** Views that follow the log of one history after the other. */
export class Views {
  private constructor(
    private readonly database: DataSource,
    private readonly history: History,
    private readonly store: EventStore,
    private readonly followed: readonly Projector<LedgerEvent>[],
    private readonly runner: ProjectorRunner<LedgerEvent>,
  ) {}

  /** Empty, whatever was in the database before. */
  static async following(
    database: DataSource,
    history: History,
    { store = history.ledger.store, followed = askedOf }: Following = {},
  ): Promise<Views> {
    for (const { tables } of followed)
      for (const { row } of tables)
        await database.query(`DROP TABLE IF EXISTS ${database.getMetadata(row).tablePath}`);
    await database.query('DELETE FROM views.positions');
    const runner = new ProjectorRunner<LedgerEvent>(followed, ledgerEvents, database, store);
    await runner.start();
    return new Views(database, history, store, followed, runner);
  }

  async settle(): Promise<void> {
    const { position } = await this.store.head();
    await new ViewPositions(this.database, this.store).waitFor(this.followed, position, 60_000);
  }

  /** Each is made anew from the log and served from then on. */
  async rebuild(): Promise<void> {
    for (const view of this.followed)
      await rebuild(this.database, this.store, ledgerEvents, view, { then: 'swap' });
  }

  /** Answers how many questions were asked. Throws WrongAnswer at the first answer that is not the model's. */
  async check(questions: readonly Question[]): Promise<number> {
    const moments = momentsOf(this.history.chronicle);
    const asked = [
      ...turnsOf(this.history.chronicle).flatMap((moment) =>
        everybodysQuestions.map((question) => ({ question, moment })),
      ),
      ...questions.map((question) => ({ question, moment: moments[question.time % moments.length] })),
    ];
    await this.ask(asked);
    await this.checkRebuild();
    return asked.length;
  }

  /** At every moment there is. */
  async checkAlways(question: Omit<Question, 'time'>): Promise<void> {
    await this.ask(momentsOf(this.history.chronicle).map((moment) => ({ question, moment })));
  }

  async close(): Promise<void> {
    await this.runner.stop();
  }

  private async ask(asked: readonly Asked[]): Promise<void> {
    const readSide = new ReadSide(this.database);
    for (let index = 0; index < asked.length; index += AT_ONCE)
      await Promise.all(asked.slice(index, index + AT_ONCE).map((one) => this.compare(readSide, one)));
  }

  private async compare(readSide: ReadSide, { question, moment }: Asked): Promise<void> {
    const { viewer, subject } = question;
    const { chronicle } = this.history;
    const expected = textOf(expectedAnswer(chronicle, { viewer, subject }, moment));
    const asOf = moment === undefined ? undefined : new Date(moment);
    const imageId = 'image' in subject ? imageIdAt(chronicle, subject.image) : '';
    const answered = textOf(await readSide.answer({ viewer, subject, imageId, asOf }));
    if (answered === expected) return;
    const words = [
      `asked ${textOf({ subject, viewer, imageId })} as of ${asOf?.toISOString() ?? 'now'}`,
      `the ledger said ${answered}`,
      `and the model   ${expected}`,
      ...chronicle.moments.map(({ at }) => `  a moment: ${new Date(at).toISOString()}`),
    ];
    throw new WrongAnswer(question, words.join('\n'));
  }

  private async checkRebuild(): Promise<void> {
    for (const view of this.followed) {
      const [one] = await rebuild(this.database, this.store, ledgerEvents, view, { then: 'compare' });
      if (one !== undefined) throw new Error(`not as it is rebuilt: ${textOf(one)}`);
    }
  }
}
