import fc from 'fast-check';
import { effectsOf } from './time-effects';
import type { Chronicle } from './world';
import { ACCOUNTS, FAMILIES, NAMES, ORGANIZATIONS, OWNERS, TAG_FILTERS } from './wishes';

/** An account, or an auditor of it, who sees all. */
export interface Looking {
  readonly account: string;
  readonly mayReadAll: boolean;
}

export interface Filters {
  readonly ownerId?: string;
  readonly visibility?: 'private' | 'public' | 'shared';
  readonly executableBy?: string;
  readonly name?: string;
  readonly state?: 'available' | 'disabled' | 'deregistered';
  readonly deprecated?: boolean;
  readonly revoked?: boolean;
  readonly retained?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
}

export type Subject =
  | { readonly kind: 'image'; readonly image: number }
  | { readonly kind: 'access'; readonly image: number; readonly account: string }
  | { readonly kind: 'launch-permissions'; readonly image: number; readonly limit: number }
  | { readonly kind: 'images'; readonly filters: Filters; readonly limit: number }
  | { readonly kind: 'family'; readonly owner: string; readonly name: string }
  | { readonly kind: 'versions'; readonly owner: string; readonly name: string; readonly limit: number }
  | { readonly kind: 'families'; readonly limit: number }
  | { readonly kind: 'organization'; readonly organization: string; readonly limit: number };

export interface Question {
  readonly viewer: Looking;
  readonly subject: Subject;
  /** Of the times that matter, which one. */
  readonly time: number;
}

const as = <Text extends string>(text: Text): fc.Arbitrary<Text> => fc.constant(text);
const account = fc.constantFrom(...ACCOUNTS);
const owner = fc.constantFrom(...OWNERS);
const name = fc.constantFrom(...FAMILIES);
const image = fc.nat({ max: 7 });
const limit = fc.constantFrom(1, 2, 3, 100);
const viewer: fc.Arbitrary<Looking> = fc.record({
  account,
  mayReadAll: fc.oneof(
    { weight: 3, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
});

const filters: fc.Arbitrary<Filters> = fc
  .record(
    {
      ownerId: owner,
      visibility: fc.constantFrom('private' as const, 'public' as const, 'shared' as const),
      executableBy: fc.constantFrom('self', 'all', ...ACCOUNTS),
      name: fc.constantFrom('*', 'web*', 'db_1*', '??? ?.0', ...NAMES),
      state: fc.constantFrom('available' as const, 'disabled' as const, 'deregistered' as const),
      deprecated: fc.boolean(),
      revoked: fc.boolean(),
      retained: fc.boolean(),
      tags: fc.constantFrom(...TAG_FILTERS),
    },
    { requiredKeys: [] },
  )
  // Two at most: what asks for everything at once finds nothing.
  .chain((all) => {
    const entries = Object.entries(all);
    return fc
      .subarray(entries, { maxLength: Math.min(2, entries.length) })
      .map((kept): Filters => Object.fromEntries(kept));
  });

const subject: fc.Arbitrary<Subject> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: as('image'), image }) },
  { weight: 8, arbitrary: fc.record({ kind: as('access'), image, account }) },
  { weight: 3, arbitrary: fc.record({ kind: as('launch-permissions'), image, limit }) },
  { weight: 8, arbitrary: fc.record({ kind: as('images'), filters, limit }) },
  { weight: 3, arbitrary: fc.record({ kind: as('family'), owner, name }) },
  { weight: 2, arbitrary: fc.record({ kind: as('versions'), owner, name, limit }) },
  { weight: 1, arbitrary: fc.record({ kind: as('families'), limit }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: as('organization'),
      organization: fc.constantFrom(...ORGANIZATIONS),
      limit,
    }),
  },
);

export const anyQuestion: fc.Arbitrary<Question> = fc.record({ viewer, subject, time: fc.nat() });

const everything: readonly Subject[] = [
  { kind: 'images', filters: {}, limit: 2 },
  { kind: 'images', filters: { state: 'deregistered' }, limit: 100 },
];

/** Everything that there is to see, for everybody. */
export const everybodysQuestions: readonly Omit<Question, 'time'>[] = [
  ...everything.map((of) => ({ viewer: { account: ACCOUNTS[3], mayReadAll: true }, subject: of })),
  ...ACCOUNTS.map((of) => ({ viewer: { account: of, mayReadAll: false }, subject: everything[0]! })),
  {
    viewer: { account: OWNERS[0]!, mayReadAll: false },
    subject: { kind: 'family', owner: OWNERS[0]!, name: 'web' },
  },
];

/** In milliseconds since 1970; `undefined` is the present. */
export type Moment = number | undefined;

const isPast = (time: number): boolean => time < Date.now() - 60_000;

const effectTimes = ({ moments }: Chronicle): readonly number[] =>
  moments.flatMap(({ world }) => effectsOf(world)).filter(isPast);

/** Now, when something was recorded and the millisecond before, and when something takes effect by itself. */
export const turnsOf = (chronicle: Chronicle): readonly Moment[] => [
  undefined,
  ...new Set([...chronicle.moments.flatMap(({ at }) => [at - 1, at]), ...effectTimes(chronicle)]),
];

/** Those, moments in between, and all around the times at which something takes effect by itself. */
export function momentsOf(chronicle: Chronicle): readonly Moment[] {
  const { moments } = chronicle;
  const around = effectTimes(chronicle).flatMap((at) => [at - 1, at + 1]);
  const between = moments.slice(1).map(({ at }, index) => Math.floor((at + (moments[index]?.at ?? at)) / 2));
  return [...new Set([...turnsOf(chronicle), ...around, ...between])];
}
