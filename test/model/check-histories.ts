import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { Views, WrongAnswer } from './answers';
import { History } from './history';
import { anyQuestion } from './questions';
import { anyStep, firstSteps } from './any-step';
import type { Step } from './wishes';

export interface Budget {
  readonly seed: number;
  /** How many steps in all, about. */
  readonly steps: number;
  /** How many steps a history has at most. */
  readonly length?: number;
  readonly onProgress?: (so: Progress) => void;
}

export interface Tally {
  steps: number;
  moments: number;
  answers: number;
  /** By code. */
  readonly refusals: Map<string, number>;
}

/** After each history that is checked. */
export interface Progress extends Tally {
  readonly wrong?: unknown;
}

/** In milliseconds. */
const SHRINKING = 60_000;

/** At moments of each history by chance, besides what is asked at all of them. */
const QUESTIONS = 300;

/** Throws when the ledger answers what the model does not, with the shortest history that was found for it. */
export async function checkHistories(
  database: DataSource,
  { seed, steps, length = 60, onProgress = () => {} }: Budget,
): Promise<Tally> {
  const tally: Tally = { steps: 0, moments: 0, answers: 0, refusals: new Map() };
  const histories = fc.array(anyStep, { maxLength: length, size: 'max' });
  let suspect: { readonly question: WrongAnswer['question']; readonly since: number } | undefined;
  const property = fc.asyncProperty(histories, fc.noShrink(fc.nat()), async (some, questionSeed) => {
    // Where one answer was wrong, shorter histories are asked that question alone, for as long as anybody cares.
    if (suspect !== undefined && Date.now() - suspect.since > SHRINKING) return;
    const check =
      suspect === undefined ? checkEverything(tally, questionSeed) : checkAlways(suspect.question);
    await onLedger(database, [...firstSteps, ...some], check).catch((error: unknown) => {
      if (error instanceof WrongAnswer) suspect ??= { question: error.question, since: Date.now() };
      onProgress({ ...tally, wrong: error });
      throw error;
    });
    if (suspect === undefined) onProgress(tally);
  });
  await fc.assert(property, { seed, numRuns: Math.ceil(steps / (length / 2)) });
  return tally;
}

type Check = (views: Views, history: History) => Promise<void>;

const checkAlways =
  (question: WrongAnswer['question']): Check =>
  (views) =>
    views.checkAlways(question);

const checkEverything =
  (tally: Tally, seed: number): Check =>
  async (views, { chronicle, refusals, taken }) => {
    tally.answers += await views.check(fc.sample(anyQuestion, { numRuns: QUESTIONS, seed }));
    tally.steps += taken;
    tally.moments += chronicle.moments.length;
    for (const [code, count] of refusals) tally.refusals.set(code, (tally.refusals.get(code) ?? 0) + count);
  };

async function onLedger(database: DataSource, steps: readonly Step[], check: Check): Promise<void> {
  const history = new History();
  const views = await Views.following(database, history);
  try {
    for (const step of steps) await history.take(step);
    await views.settle();
    await check(views, history);
  } finally {
    await views.close();
    await history.ledger.store.close();
  }
}
