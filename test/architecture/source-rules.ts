import type { Source } from './sources';

/** What a text may not say, or a path when `looksAt` says so. Patterns are regular expressions. */
export interface SourceRule {
  readonly sentence: string;
  readonly of: string;
  readonly looksAt?: 'path';
  readonly mayNotSay: RegExp;
  readonly planted: Source;
}

/** These rules, and what is planted for them, say what nothing else may. */
const OURS = '^(?:apps|libs|test)/(?!architecture/)';
const NO_SPEC = '(?!.*\\.(?:spec|testing)\\.ts$)';

export const sourceRules: readonly SourceRule[] = [
  {
    sentence: 'a file of apps or libs has at most 250 lines',
    of: '^(?:apps|libs)/',
    mayNotSay: /^(?:[^\n]*\n){250}[^\n]/,
    planted: { path: 'libs/views/planted.ts', text: 'export {};\n'.repeat(251) },
  },
  {
    sentence: 'the domain has no clock and no chance in it',
    // A process manager is no part of a decision: it brings the time of a command in, as the API does.
    of: `^libs/machine-images/(?!processes/)${NO_SPEC}`,
    mayNotSay:
      /\bDate\.now\b|\bDate\(\s*\)|\bMath\.random\b|\bperformance\.|\brandom[A-Z]|\bgetRandomValues\b/,
    planted: { path: 'libs/machine-images/image/planted.ts', text: 'export const at = new Date();' },
  },
  {
    sentence: 'only the configuration and the places where apps start read the environment',
    of: `^(?:libs/(?!runtime/)|apps/(?![^/]+/(?:main|command)\\.ts$))${NO_SPEC}`,
    mayNotSay: /\bprocess\.env\b/,
    planted: { path: 'apps/api/http/planted.ts', text: `export const port = process.env['PORT'];` },
  },
  {
    sentence: 'nothing is left to be done later',
    of: OURS,
    mayNotSay: /\b(?:TODO|FIXME|XXX|HACK)\b/,
    planted: { path: 'libs/views/planted.ts', text: '// TODO: page' },
  },
  {
    sentence: 'no file is named after nothing',
    of: '^(?:apps|libs|test)/',
    looksAt: 'path',
    mayNotSay: /(?:^|[-./])(?:utils?|helpers?|common|shared|misc|base|impl|(?<!process-)manager)(?:[-./]|$)/i,
    planted: { path: 'libs/views/string-utils.ts', text: '' },
  },
  {
    sentence: 'no type is named after what it is to the compiler',
    of: OURS,
    mayNotSay:
      /^(?:export )?(?:abstract )?(?:class|interface|type|enum) (?:I[A-Z][a-z]\w*|(?:Abstract|Base)[A-Z]\w*|\w*(?:Impl|Helper|Utils?)|(?!Process)\w*Manager)\b/m,
    planted: { path: 'libs/views/planted.ts', text: 'export interface IImageRow {}' },
  },
  {
    sentence: 'a lint rule is not turned off without a reason beside it',
    of: OURS,
    mayNotSay: /eslint-disable(?!.* -- \w)/,
    planted: { path: 'libs/views/planted.ts', text: '// eslint-disable-next-line max-lines' },
  },
  {
    sentence: 'the compiler is not told to look away',
    of: OURS,
    mayNotSay: /@ts-(?:ignore|nocheck)\b/,
    planted: { path: 'libs/views/planted.ts', text: '// @ts-ignore' },
  },
  {
    sentence: 'no test is left out and none runs alone',
    of: '^(?:apps|libs|test)/.*\\.spec\\.ts$',
    mayNotSay: /\b(?:it|test|describe)(?:\.each)?\.(?:skip|only|todo|failing)\b|\b[fx](?:it|test|describe)\(/,
    planted: { path: 'libs/views/planted.spec.ts', text: `it.only('pages', () => {});` },
  },
  {
    sentence: 'the lock file names no server to install from',
    of: '^package-lock\\.json$',
    mayNotSay: /"resolved"/,
    planted: { path: 'package-lock.json', text: '{ "resolved": "https://registry.example/pg.tgz" }' },
  },
  {
    sentence: 'every dependency is pinned',
    of: '^package\\.json$',
    mayNotSay: /": "(?:[\^~*]|latest)/,
    planted: { path: 'package.json', text: '{ "pg": "^8.23.1" }' },
  },
];

/** The files that break the rule. */
export const offenders = (
  { of, looksAt, mayNotSay }: SourceRule,
  sources: readonly Source[],
): readonly string[] =>
  sources
    .filter(({ path }) => new RegExp(of).test(path))
    .filter(({ path, text }) => mayNotSay.test(looksAt === 'path' ? path : text))
    .map(({ path }) => path);
