import type { Import } from './imports';
import type { Source } from './sources';

/** Patterns are regular expressions; `$1` in `mayNot` stands for what the first group of `from` matched. */
export interface ImportRule {
  readonly sentence: string;
  readonly from: string;
  readonly mayNot: string;
  /** A module that breaks the rule, and what it should not have imported. */
  readonly planted: Source & { readonly imports: string };
}

export const isGoverned = ({ from }: ImportRule, path: string): boolean => new RegExp(from).test(path);

/** Every import that breaks the rule. */
export const violations = (rule: ImportRule, imports: readonly Import[]): readonly string[] =>
  imports.filter((found) => breaks(rule, found)).map(({ from, to }) => `${from} imports ${to}`);

function breaks({ from, mayNot }: ImportRule, found: Import): boolean {
  const matched = new RegExp(from).exec(found.from);
  return matched !== null && new RegExp(mayNot.replaceAll('$1', matched[1] ?? '')).test(found.to);
}
