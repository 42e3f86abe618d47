import fc from 'fast-check';

export const ACCOUNTS = ['111122223333', '222233334444', '333344445555', '444455556666'] as const;
export const OWNERS = ACCOUNTS.slice(0, 2);
export const ORGANIZATIONS = ['o-aaaaaaaaaa', 'o-bbbbbbbbbb'] as const;
const UNITS = ['ou-ab12-11111111', 'ou-ab12-22222222'] as const;
export const FAMILIES = ['web', 'db'] as const;
export const CHANNELS = ['prod', 'beta'] as const;
export const NAMES = ['web 1.0', 'web 2.0', 'db_1.0', 'dbx1.0', 'db (5)'] as const;
export const TAG_FILTERS = [{ team: 'a' }, { team: 'b', Name: '' }] as const;

/** What an account allows itself of the images of others. */
export interface Criterion {
  readonly imageProviders?: readonly string[];
  readonly imageNames?: readonly string[];
  readonly creationDateCondition?: { readonly maximumDaysSinceCreated: number };
  readonly deprecationTimeCondition?: { readonly maximumDaysSinceDeprecated: number };
}

export type Aspect = 'lifecycle' | 'launchPermissions' | 'attributes' | 'tags';

/** `image` and the like are counted among those that there are. */
export type ImageWish =
  | { readonly kind: 'describe'; readonly description: string }
  | { readonly kind: 'tag'; readonly tags: Readonly<Record<string, string>> }
  | {
      readonly kind: 'share';
      /** For good, or for so many milliseconds. */
      readonly add: readonly { readonly principal: string; readonly lasts?: number }[];
      readonly remove: readonly string[];
    }
  | { readonly kind: 'deprecate'; readonly ahead: number }
  | { readonly kind: 'undeprecate' }
  | { readonly kind: 'disable' }
  | { readonly kind: 'enable'; readonly restorePermissions: boolean }
  | { readonly kind: 'protect'; readonly withCooldown: boolean }
  | { readonly kind: 'unprotect' }
  | { readonly kind: 'revoke'; readonly channels: 'move' | 'keep'; readonly ahead?: number }
  | { readonly kind: 'reinstate' }
  | { readonly kind: 'deregister' }
  | { readonly kind: 'restore' }
  | { readonly kind: 'roll-back'; readonly moment: number; readonly include: readonly Aspect[] }
  | { readonly kind: 'undo'; readonly rollback: number };

export type FamilyWish =
  | { readonly kind: 'create-family'; readonly description?: string }
  | { readonly kind: 'publish'; readonly image: number }
  | { readonly kind: 'promote'; readonly channel: string; readonly version: number }
  | { readonly kind: 'roll-back-channel'; readonly channel: string; readonly to?: number };

export type Wish =
  | {
      readonly kind: 'register';
      readonly owner: string;
      readonly name: string;
      readonly description?: string;
      readonly tags: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'image'; readonly image: number; readonly change: ImageWish }
  | { readonly kind: 'family'; readonly owner: string; readonly name: string; readonly change: FamilyWish }
  | { readonly kind: 'block-public-access'; readonly account: string; readonly blocked: boolean }
  | {
      readonly kind: 'allow-images';
      readonly account: string;
      readonly state: 'disabled' | 'audit-mode' | 'enabled';
      readonly criteria?: readonly Criterion[];
    }
  | { readonly kind: 'retain'; readonly account: string; readonly days: number }
  | {
      readonly kind: 'place';
      readonly account: string;
      readonly organization: string;
      readonly units: readonly string[];
    }
  | { readonly kind: 'leave'; readonly account: string; readonly organization: string }
  /** Somebody says what has taken effect by itself. */
  | { readonly kind: 'announce' };

export interface Step {
  /** How long after the one before, in milliseconds. */
  readonly after: number;
  readonly wish: Wish;
  readonly reason?: string;
  /** Asks for somebody else's as well: who may not is refused, and nothing happens. */
  readonly by: 'owner' | 'stranger';
}

const [SECOND, DAY] = [1_000, 86_400_000];
const as = <Text extends string>(text: Text): fc.Arbitrary<Text> => fc.constant(text);
const tags = fc.dictionary(fc.constantFrom('team', 'Name'), fc.constantFrom('a', 'b', ''), { maxKeys: 2 });
const description = fc.constantFrom('', 'one', 'two');
const owner = fc.constantFrom(...OWNERS);
const account = fc.constantFrom(...ACCOUNTS);
const organization = fc.constantFrom(...ORGANIZATIONS);
const some = fc.nat({ max: 7 });
const principal = fc.constantFrom(
  'all',
  ...ACCOUNTS,
  ...ORGANIZATIONS.flatMap((id) => [id, ...UNITS.map((unit) => `${id}/${unit}`)]),
);
const principals = fc.uniqueArray(principal, { maxLength: 3 });

/** Nothing, a moment, minutes, days: whatever takes effect by itself does so before, at and after other steps. */
const span = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(0, 1) },
  { weight: 3, arbitrary: fc.integer({ min: 2, max: 90 * SECOND }) },
  { weight: 3, arbitrary: fc.integer({ min: SECOND, max: 3 * DAY }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 90 }).map((days) => days * DAY) },
  { weight: 1, arbitrary: fc.integer({ min: 200, max: 800 }).map((days) => days * DAY) },
);

const additions = fc.uniqueArray(fc.record({ principal, lasts: span }, { requiredKeys: ['principal'] }), {
  maxLength: 3,
  selector: (one) => one.principal,
});

const imageWish: fc.Arbitrary<ImageWish> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: as('describe'), description }) },
  { weight: 2, arbitrary: fc.record({ kind: as('tag'), tags }) },
  {
    weight: 9,
    arbitrary: fc
      .record({ kind: as('share'), add: additions, remove: principals })
      .map(({ add, remove, ...share }) => ({
        ...share,
        add,
        remove: remove.filter((one) => !add.some(({ principal: other }) => other === one)),
      })),
  },
  { weight: 3, arbitrary: fc.record({ kind: as('deprecate'), ahead: span }) },
  { weight: 1, arbitrary: fc.record({ kind: as('undeprecate') }) },
  { weight: 2, arbitrary: fc.record({ kind: as('disable') }) },
  { weight: 3, arbitrary: fc.record({ kind: as('enable'), restorePermissions: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: as('protect'), withCooldown: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: as('unprotect') }) },
  {
    weight: 2,
    arbitrary: fc.record(
      { kind: as('revoke'), channels: fc.constantFrom('move' as const, 'keep' as const), ahead: span },
      { requiredKeys: ['kind', 'channels'] },
    ),
  },
  { weight: 2, arbitrary: fc.record({ kind: as('reinstate') }) },
  { weight: 1, arbitrary: fc.record({ kind: as('deregister') }) },
  { weight: 2, arbitrary: fc.record({ kind: as('restore') }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: as('roll-back'),
      moment: fc.nat({ max: 40 }),
      include: fc.uniqueArray(
        fc.constantFrom<Aspect>('lifecycle', 'launchPermissions', 'attributes', 'tags'),
        { minLength: 1 },
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: as('undo'), rollback: fc.nat({ max: 3 }) }) },
);

const channel = fc.constantFrom(...CHANNELS);
const version = fc.integer({ min: 1, max: 3 });
const familyWish: fc.Arbitrary<FamilyWish> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: as('create-family'), description }, { requiredKeys: ['kind'] }) },
  { weight: 5, arbitrary: fc.record({ kind: as('publish'), image: some }) },
  { weight: 4, arbitrary: fc.record({ kind: as('promote'), channel, version }) },
  {
    weight: 3,
    arbitrary: fc.record(
      { kind: as('roll-back-channel'), channel, to: version },
      { requiredKeys: ['kind', 'channel'] },
    ),
  },
);

const criterion: fc.Arbitrary<Criterion> = fc
  .record(
    {
      imageProviders: fc.uniqueArray(fc.constantFrom(...OWNERS, 'self'), { minLength: 1 }),
      imageNames: fc.uniqueArray(fc.constantFrom('web*', 'db_1*', '*(5)', '*', 'web ?.0'), {
        minLength: 1,
        maxLength: 2,
      }),
      creationDateCondition: fc.record({ maximumDaysSinceCreated: fc.constantFrom(0, 1, 30, 700) }),
      deprecationTimeCondition: fc.record({ maximumDaysSinceDeprecated: fc.constantFrom(0, 1, 30) }),
    },
    { requiredKeys: [] },
  )
  .filter((one) => Object.keys(one).length > 0);

const wish: fc.Arbitrary<Wish> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record(
      { kind: as('register'), owner, name: fc.constantFrom(...NAMES), tags, description },
      { requiredKeys: ['kind', 'owner', 'name', 'tags'] },
    ),
  },
  { weight: 26, arbitrary: fc.record({ kind: as('image'), image: some, change: imageWish }) },
  {
    weight: 9,
    arbitrary: fc.record({
      kind: as('family'),
      owner,
      name: fc.constantFrom(...FAMILIES),
      change: familyWish,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: as('block-public-access'), account: owner, blocked: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record(
      {
        kind: as('allow-images'),
        account,
        state: fc.constantFrom('disabled' as const, 'audit-mode' as const, 'enabled' as const),
        criteria: fc.array(criterion, { maxLength: 2 }),
      },
      { requiredKeys: ['kind', 'account', 'state'] },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: as('retain'), account: owner, days: fc.integer({ min: 1, max: 30 }) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: as('place'),
      account,
      organization,
      units: fc.constantFrom([], [UNITS[0]], [UNITS[1]], [UNITS[0], UNITS[1]]),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: as('leave'), account, organization }) },
  { weight: 3, arbitrary: fc.record({ kind: as('announce') }) },
);

export const anyStep: fc.Arbitrary<Step> = fc.record(
  {
    after: span,
    wish,
    reason: fc.constantFrom('tests', 'asked for', 'ticket 7'),
    by: fc.oneof({ weight: 12, arbitrary: as('owner') }, { weight: 1, arbitrary: as('stranger') }),
  },
  { requiredKeys: ['after', 'wish', 'by'] },
);

const first = (change: Wish): Step => ({ after: 1, wish: change, by: 'owner' });
const [ONE, OTHER] = OWNERS as [string, string];
const web = (change: FamilyWish): Step => first({ kind: 'family', owner: ONE, name: FAMILIES[0], change });

/** What every history begins with, so that there is something to change. */
export const firstSteps: readonly Step[] = [
  first({ kind: 'register', owner: ONE, name: NAMES[0], tags: { team: 'a' } }),
  first({ kind: 'register', owner: OTHER, name: NAMES[0], tags: {} }),
  web({ kind: 'create-family' }),
  web({ kind: 'publish', image: 0 }),
  web({ kind: 'promote', channel: CHANNELS[0], version: 1 }),
  first({ kind: 'register', owner: ONE, name: NAMES[1], tags: {} }),
  web({ kind: 'publish', image: 2 }),
  web({ kind: 'promote', channel: CHANNELS[0], version: 2 }),
  first({ kind: 'family', owner: OTHER, name: FAMILIES[0], change: { kind: 'create-family' } }),
];
