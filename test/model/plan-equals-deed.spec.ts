import fc from 'fast-check';
import { planDigestOf, type WriteOptions } from '../../libs/event-sourcing';
import { History } from './history';
import type { Asked, Sent } from './simulation';
import { textOf } from './same';
import { anyStep, rollbackStep, firstSteps } from './any-step';
import type { Step, Wish } from './wishes';

const histories = fc.array(anyStep, { maxLength: 30, size: 'max' });
const SEED = 20_260_303;

/** All that was planned, done and found to be the same. */
const WISHES = [
  'enable',
  'reinstate',
  'revoke',
  'roll-back',
  'roll-back-channel',
  'share',
  'undo',
  'undo-channel',
];

/** What a wish is to the one who plans it. */
const nameOf = (wish: Wish): string => ('change' in wish ? wish.change.kind : wish.kind);

/** What they make is named after the request: one key for the plan and the deed keeps the name. */
const NAMED = ['register', 'retain', 'restore'];
const planned = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: anyStep.filter(({ wish }) => wish.kind !== 'announce') },
    { weight: 2, arbitrary: rollbackStep },
  ),
  { minLength: 1, maxLength: 12, size: 'max' },
);

const saidBy = (sent: Sent): string =>
  sent.kind === 'refused' ? sent.code : textOf(sent.events.map(({ type, data }) => ({ type, data })));

async function dryRun({ ledger: { store } }: History, asked: Asked, key: string | undefined): Promise<Sent> {
  const before = store.log.length;
  const plan = await asked.send({ dryRun: true }, key);
  expect(store.log).toHaveLength(before);
  return plan;
}

const demanding = (plan: Sent): WriteOptions =>
  plan.kind === 'done' ? { planDigest: planDigestOf(plan.events, plan.plan) } : {};

async function after(steps: readonly Step[]): Promise<History> {
  const history = new History();
  for (const step of [...firstSteps, ...steps]) await history.take(step);
  return history;
}

const counted = (counts: Map<string, number>, name: string): unknown =>
  counts.set(name, (counts.get(name) ?? 0) + 1);

describe('A dry run', () => {
  it('records nothing, and says what the call then does, which its digest lets through', async () => {
    const done = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(histories, planned, async (steps, wished) => {
        const history = await after(steps);
        for (const [index, step] of wished.entries()) {
          const key = NAMED.includes(nameOf(step.wish)) ? `plan ${index}` : undefined;
          const asked = history.ledger.next(step, history.chronicle);
          const plan = await dryRun(history, asked, key);
          const sent = await asked.send(demanding(plan), key);
          expect({ step, outcome: saidBy(sent) }).toEqual({ step, outcome: saidBy(plan) });
          await history.settle(step.wish, asked, sent);
          if (sent.kind === 'done' && sent.events.length > 0) counted(done, nameOf(step.wish));
        }
      }),
      { seed: SEED, numRuns: 300 },
    );
    expect([...done.keys()].sort()).toEqual(expect.arrayContaining(WISHES));
  });

  it('lets the call through as it was shown, or not at all, when something else happens in between', async () => {
    const outcomes = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(histories, planned, planned, async (steps, [wished], meanwhile) => {
        const history = await after(steps);
        const asked = history.ledger.next(wished!, history.chronicle);
        const plan = await dryRun(history, asked, 'plan');
        for (const step of meanwhile) await history.take(step);
        if (plan.kind === 'refused') return;
        const { log } = history.ledger.store;
        const before = log.length;
        const sent = await asked.send(demanding(plan), 'plan');
        counted(outcomes, sent.kind === 'done' ? 'done' : sent.code);
        if (sent.kind === 'done') expect(saidBy(sent)).toBe(saidBy(plan));
        else expect(log).toHaveLength(before);
      }),
      { seed: SEED, numRuns: 300 },
    );
    expect(outcomes.get('done')).toBeGreaterThan(20);
    expect(outcomes.get('plan-changed')).toBeGreaterThan(5);
  });
});
