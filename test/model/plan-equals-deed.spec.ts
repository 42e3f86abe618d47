import fc from 'fast-check';
import { planDigestOf } from '../../libs/event-sourcing';
import { History } from './history';
import type { Asked, Sent } from './simulation';
import { textOf } from './same';
import { anyStep, firstSteps, type Step, type Wish } from './wishes';

const histories = fc.array(anyStep, { maxLength: 30, size: 'max' });
const SEED = 20_260_303;

/** What a wish is to the one who plans it. */
const nameOf = (wish: Wish): string => ('change' in wish ? wish.change.kind : wish.kind);

const planned = (sent: Sent): string =>
  sent.kind === 'refused' ? sent.code : textOf(sent.events.map(({ type, data }) => ({ type, data })));

async function dryRun(history: History, asked: Asked): Promise<Sent> {
  const { log } = history.ledger.store;
  const before = log.length;
  const plan = await asked.send({ dryRun: true });
  expect(log).toHaveLength(before);
  return plan;
}

const digestOf = (plan: Sent): string => (plan.kind === 'done' ? planDigestOf(plan.events) : '');

async function after(steps: readonly Step[]): Promise<History> {
  const history = new History();
  for (const step of [...firstSteps, ...steps]) await history.take(step);
  return history;
}

describe('A dry run', () => {
  it('records nothing, and says what the call then does, which its digest lets through', async () => {
    const done = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(histories, fc.array(anyStep, { maxLength: 12 }), async (steps, wished) => {
        const history = await after(steps);
        for (const step of wished) {
          const asked = history.ledger.next(step, history.chronicle);
          const plan = await dryRun(history, asked);
          const sent = await asked.send(plan.kind === 'done' ? { planDigest: digestOf(plan) } : {});
          expect({ step, outcome: planned(sent) }).toEqual({ step, outcome: planned(plan) });
          await history.settle(step.wish, asked, sent);
          if (sent.kind === 'done' && sent.events.length > 0)
            done.set(nameOf(step.wish), (done.get(nameOf(step.wish)) ?? 0) + 1);
        }
      }),
      { seed: SEED, numRuns: 150 },
    );
    console.log(done);
    expect([...done.values()].every((times) => times > 0)).toBe(true);
  });
});
