import { offenders, sourceRules } from './source-rules';
import { sources } from './sources';

describe('Sources', () => {
  describe.each(sourceRules)('$sentence', (rule) => {
    it('holds', () => {
      expect(offenders(rule, sources)).toEqual([]);
    });

    it('speaks of files that there are', () => {
      expect(sources.some(({ path }) => new RegExp(rule.of).test(path))).toBe(true);
    });

    it('finds the planted violation', () => {
      expect(offenders(rule, [rule.planted])).toEqual([rule.planted.path]);
    });
  });
});
