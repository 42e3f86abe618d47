import fc from 'fast-check';
import { holds } from '../../../test/support/holds';
import { matchesWildcards } from './wildcards';

it.each([
  ['web 1.0', 'web 1.0', true],
  ['web 1.0', 'web 1x0', false],
  ['web', 'Web', false],
  ['web', 'web 1.0', false],
  ['web*', 'web', true],
  ['web*', 'web 1.0', true],
  ['*1.0', 'web 1.0', true],
  ['*1.0', 'web 1.0.1', false],
  ['w*1*0', 'web 1.1.0', true],
  ['web ?.0', 'web 1.0', true],
  ['web ?.0', 'web .0', false],
  ['web?', 'web', false],
  ['?*', '', false],
  ['*', '', true],
  ['', '', true],
  ['', 'web', false],
  ['a*b?d', 'abxbcd', true],
  ['(a|b)', '(a|b)', true],
  ['(a|b)', 'a', false],
  ['[ab]', 'a', false],
  ['a.c', 'abc', false],
])('The pattern %p on %p says %p', (pattern, text, expected) => {
  expect(matchesWildcards(pattern, text)).toBe(expected);
});

describe('Wildcards, whatever the pattern and the text:', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 });
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '?'), maxLength: 8 });

  /** What the two stand for, said as plainly as can be, and slowly. */
  const says = (of: string, is: string): boolean => {
    if (of === '') return is === '';
    if (of.startsWith('*')) return says(of.slice(1), is) || (is !== '' && says(of, is.slice(1)));
    return is !== '' && (of.startsWith('?') || of[0] === is[0]) && says(of.slice(1), is.slice(1));
  };

  it('match what they stand for', () => {
    holds(
      fc.property(pattern, text, (of, is) => {
        expect(matchesWildcards(of, is)).toBe(says(of, is));
      }),
    );
  });

  it('match a text of which parts were replaced by them', () => {
    holds(
      fc.property(text, fc.nat(8), fc.nat(8), (is, one, other) => {
        const [from, to] = [Math.min(one, other, is.length), Math.min(Math.max(one, other), is.length)];
        expect(matchesWildcards(`${is.slice(0, from)}*${is.slice(to)}`, is)).toBe(true);
        expect(matchesWildcards(is.slice(0, from) + '?'.repeat(to - from) + is.slice(to), is)).toBe(true);
      }),
    );
  });

  it('answer at once, also for a pattern that was made to take long', () => {
    const text = 'a'.repeat(128);
    expect(matchesWildcards(`${'*a'.repeat(63)}*b`, text)).toBe(false);
    expect(matchesWildcards('*a'.repeat(64), text)).toBe(true);
  });
});
