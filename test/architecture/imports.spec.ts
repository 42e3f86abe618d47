import { circlesIn } from './circles';
import { isGoverned, violations } from './import-rule';
import { importRules } from './import-rules';
import { importsOf } from './imports';
import { sources } from './sources';

const production = sources.filter(
  ({ path }) => /^(apps|libs)\//.test(path) && !/\.(spec|testing)\.ts$/.test(path),
);
const productionPaths = new Set(production.map(({ path }) => path));
const imports = importsOf(sources).filter(({ from }) => productionPaths.has(from));

describe('Imports', () => {
  describe.each(importRules)('$sentence', (rule) => {
    const { planted } = rule;

    it('holds', () => {
      expect(violations(rule, imports)).toEqual([]);
    });

    it('speaks of modules that there are', () => {
      expect(production.some(({ path }) => isGoverned(rule, path))).toBe(true);
    });

    it('finds the planted violation', () => {
      const imported = { path: planted.imports, text: '' };
      expect(violations(rule, importsOf([planted, imported]))).toEqual([
        `${planted.path} imports ${planted.imports}`,
      ]);
    });
  });

  it('go in no circle', () => {
    expect(circlesIn(imports)).toEqual([]);
  });

  it('are found when they do', () => {
    const circle = [
      { path: 'libs/views/a.ts', text: `import { b } from './b';` },
      { path: 'libs/views/b.ts', text: `export * from './a';` },
    ];
    expect(circlesIn(importsOf(circle))).toEqual(['libs/views/a.ts → libs/views/b.ts → libs/views/a.ts']);
  });

  it('for types alone make no circle', () => {
    const types = [
      { path: 'libs/views/a.ts', text: `import { type B } from './b';` },
      { path: 'libs/views/b.ts', text: `import type { A } from './a';` },
    ];
    expect(circlesIn(importsOf(types))).toEqual([]);
  });
});
