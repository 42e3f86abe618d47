import fc from 'fast-check';
import {
  ACCOUNTS,
  CHANNELS,
  FAMILIES,
  NAMES,
  ORGANIZATIONS,
  OWNERS,
  UNITS,
  type Aspect,
  type Criterion,
  type FamilyWish,
  type ImageWish,
  type Step,
  type Wish,
} from './wishes';

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

/** For good or for a while; accounts may have to accept. */
const addition = fc
  .record({ principal, lasts: span, requiresAcceptance: fc.boolean() }, { requiredKeys: ['principal'] })
  .map(({ requiresAcceptance = false, ...one }) =>
    /^\d/.test(one.principal) && requiresAcceptance ? { ...one, requiresAcceptance } : one,
  );
const additions = fc.uniqueArray(addition, { maxLength: 3, selector: (one) => one.principal });

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
  {
    weight: 5,
    arbitrary: fc.record({
      kind: as('answer'),
      account,
      decision: fc.constantFrom('accept' as const, 'accept' as const, 'reject' as const, 'leave' as const),
    }),
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
  { weight: 2, arbitrary: fc.record({ kind: as('undo'), rollback: fc.nat({ max: 1 }) }) },
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
  { weight: 2, arbitrary: fc.record({ kind: as('undo-channel'), channel, rollback: fc.nat({ max: 1 }) }) },
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

const randomStep: fc.Arbitrary<Step> = fc.record(
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

const TO_AND_FRO = ['tag', 'describe', 'roll-back', 'undo'];

/** To and fro along one channel, and with one image: by chance alone, hardly anything is undone. */
export const rollbackStep: fc.Arbitrary<Step> = fc.oneof(
  familyWish
    .filter((change) => 'channel' in change)
    .map((change) => web({ ...change, channel: CHANNELS[0] })),
  imageWish
    .filter(({ kind }) => TO_AND_FRO.includes(kind))
    .map((change) => first({ kind: 'image', image: 0, change })),
);

export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: randomStep },
  { weight: 1, arbitrary: rollbackStep },
);

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
