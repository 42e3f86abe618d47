import { RefusalBudget } from './refusal-budget';

const MINUTE = 60_000;

describe('The budget of refusals', () => {
  let budget: RefusalBudget;
  beforeEach(() => {
    budget = new RefusalBudget();
  });

  const take = (times: number, now: number, kind = 'one'): readonly unknown[] =>
    Array.from({ length: times }, () => budget.take(kind, now));
  const recorded = (answers: readonly unknown[]): number =>
    answers.filter((answer) => answer !== 'spent').length;

  it('lets sixty through in a minute and not one more', () => {
    expect(recorded(take(61, 0))).toBe(60);
    expect(budget.take('one', MINUTE - 1)).toBe('spent');
  });

  it('lets sixty through again a minute later, and the first of them says how many were left out', () => {
    take(63, 0);
    expect(budget.take('one', MINUTE)).toEqual({ leftOut: 3 });
    expect(take(60, MINUTE)).toEqual([...Array.from({ length: 59 }, () => ({ leftOut: 0 })), 'spent']);
  });

  it('does not forget what was left out, however long nothing is refused', () => {
    take(62, 0);
    expect(budget.take('another', 100 * MINUTE)).toEqual({ leftOut: 0 });
    expect(budget.take('one', 200 * MINUTE)).toEqual({ leftOut: 2 });
  });

  it('is one of its own for each kind', () => {
    take(60, 0);
    expect(recorded(take(60, 0, 'another'))).toBe(60);
  });

  it('is told what could not be recorded after all', () => {
    take(1, 0);
    budget.leaveOut('one', 4, 0);
    expect(budget.take('one', 1)).toEqual({ leftOut: 4 });
    budget.leaveOut('unheard of', 1, 0);
    expect(budget.take('unheard of', 1)).toEqual({ leftOut: 1 });
  });
});
