import type { DataSource } from 'typeorm';
import { ProjectorRunner, rebuild, ViewPositions } from '../../libs/projections';
import { ledgerEvents, views, type LedgerEvent } from '../../libs/views';
import { expectedAnswer, imageIdAt } from './expected';
import type { History } from './history';
import { everybodysQuestions, momentsOf, turnsOf, type Moment, type Question } from './questions';
import { ReadSide } from './read-side';
import { textOf } from './same';

const followed = [views.images, views.launchPermissions, views.organizations, views.families];
const AT_ONCE = 8;

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
    private readonly runner: ProjectorRunner<LedgerEvent>,
  ) {}

  /** Empty, whatever was in the database before. */
  static async following(database: DataSource, history: History): Promise<Views> {
    for (const { tables } of followed)
      for (const { row } of tables)
        await database.query(`DROP TABLE IF EXISTS ${database.getMetadata(row).tablePath}`);
    await database.query('DELETE FROM views.positions');
    const runner = new ProjectorRunner<LedgerEvent>(followed, ledgerEvents, database, history.ledger.store);
    await runner.start();
    return new Views(database, history, runner);
  }

  async settle(): Promise<void> {
    const { store } = this.history.ledger;
    const { position } = await store.head();
    await new ViewPositions(this.database, store).waitFor(followed, position, 60_000);
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
    await this.history.ledger.store.close();
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
    const { store } = this.history.ledger;
    for (const view of followed) {
      const [one] = await rebuild(this.database, store, ledgerEvents, view, { then: 'compare' });
      if (one !== undefined) throw new Error(`not as it is rebuilt: ${textOf(one)}`);
    }
  }
}
