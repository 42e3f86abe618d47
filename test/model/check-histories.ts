import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { Views } from './answers';
import { History } from './history';
import { anyQuestion } from './questions';
import { anyStep, firstSteps, type Step } from './wishes';

export interface Budget {
  readonly seed: number;
  /** How many steps in all, about. */
  readonly steps: number;
  /** How many steps a history has at most. */
  readonly length?: number;
  readonly onHistory?: (so: Tally) => void;
}

export interface Tally {
  steps: number;
  moments: number;
  answers: number;
  /** By code. */
  readonly refusals: Map<string, number>;
}

/** At moments of each history by chance, besides what is asked at all of them. */
const QUESTIONS = 300;

/** Throws when the ledger answers what the model does not, with the shortest history that was found for it. */
export async function checkHistories(
  database: DataSource,
  { seed, steps, length = 60, onHistory = () => {} }: Budget,
): Promise<Tally> {
  const tally: Tally = { steps: 0, moments: 0, answers: 0, refusals: new Map() };
  const histories = fc.array(anyStep, { maxLength: length, size: 'max' });
  await fc.assert(
    fc.asyncProperty(histories, fc.noShrink(fc.nat()), async (some, questions) => {
      await check(database, [...firstSteps, ...some], questions, tally);
      onHistory(tally);
    }),
    { seed, numRuns: Math.ceil(steps / (length / 2)) },
  );
  return tally;
}

async function check(
  database: DataSource,
  steps: readonly Step[],
  questionSeed: number,
  tally: Tally,
): Promise<void> {
  const history = new History();
  const views = await Views.following(database, history);
  try {
    for (const step of steps) await history.take(step);
    await views.settle();
    const questions = fc.sample(anyQuestion, { numRuns: QUESTIONS, seed: questionSeed });
    tally.answers += await views.check(questions);
  } finally {
    await views.close();
  }
  tally.steps += steps.length;
  tally.moments += history.chronicle.moments.length;
  for (const [code, count] of history.refusals)
    tally.refusals.set(code, (tally.refusals.get(code) ?? 0) + count);
}
