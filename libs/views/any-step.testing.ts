import fc from 'fast-check';
import type { FamilyCommand, FamilyId } from '#machine-images';
import { BELOW, BESIDE, TOP } from '../../test/support/organization';
import { FRIEND, OWNER, STRANGER, type ViewedLedger } from '../../test/support/viewed-ledger';
import * as family from '../machine-images/family/family.testing';

const [PAST, FUTURE] = [new Date('2026-01-01T00:00:00Z'), new Date('2034-01-01T00:00:00Z')];

type Change = Parameters<ViewedLedger['change']>[1];
export type Step =
  | { readonly kind: 'register'; readonly owner: string; readonly tags: Record<string, string> }
  | { readonly kind: 'change'; readonly image: number; readonly change: Change }
  | {
      readonly kind: 'share';
      readonly image: number;
      readonly add: string[];
      readonly until: Date | undefined;
      readonly remove: string[];
    }
  | { readonly kind: 'expire'; readonly image: number }
  | { readonly kind: 'offer'; readonly image: number; readonly account: string }
  | {
      readonly kind: 'answer';
      readonly image: number;
      readonly account: string;
      readonly decision: 'accept' | 'reject' | 'leave';
    }
  | { readonly kind: 'deregister' | 'restore'; readonly image: number }
  | { readonly kind: 'retain'; readonly owner: string; readonly days: number }
  | { readonly kind: 'make'; readonly number: number; readonly cause: string | undefined }
  | { readonly kind: 'place' | 'leave'; readonly account: string; readonly in: string }
  | { readonly kind: 'adopt'; readonly number: number; readonly then: number }
  | { readonly kind: 'issue' | 'revoke'; readonly token: number }
  | { readonly kind: 'family'; readonly id: FamilyId; readonly command: FamilyCommand }
  | { readonly kind: 'replace'; readonly number: number; readonly task: number; readonly end: number }
  | { readonly kind: 'instance' | 'volume' | 'snapshot'; readonly number: number; readonly then: number };

const PLACES = [[TOP], [TOP, BELOW], [BESIDE]].map((path) => ['o-aaaaaaaaaa', ...path].join('/'));
const image = fc.nat({ max: 11 });
const token = fc.nat({ max: 5 });
const tags = fc.dictionary(fc.constantFrom('team', 'Name', 'ö "x"'), fc.string({ maxLength: 5 }), {
  maxKeys: 3,
});
const organization = fc.constantFrom('o-aaaaaaaaaa', `o-aaaaaaaaaa/${TOP}`);
const place = fc.constantFrom('o-aaaaaaaaaa', 'o-bbbbbbbbbb', ...PLACES);
const principals = fc.uniqueArray(fc.oneof(fc.constantFrom('all', FRIEND, STRANGER), organization), {
  maxLength: 2,
});
const account = fc.constantFrom(FRIEND, STRANGER);
const until = fc.option(fc.date({ min: new Date('2033-01-01Z'), max: FUTURE }), { nil: undefined });
const of = <Text extends string>(text: Text) => fc.constant(text);
const so = fc.boolean();
const cascadeId = fc.constantFrom('one', 'another');
const now = fc.constantFrom(PAST, FUTURE);
const revocation = { cascadeId, revokeAt: fc.constantFrom(new Date('2030-01-01T00:00:00Z'), FUTURE) };

const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ type: of('DescribeImage'), description: fc.string({ maxLength: 20 }) }),
  },
  { weight: 3, arbitrary: fc.record({ type: of('ReplaceTags'), tags }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: of('ScheduleDeprecation'),
      deprecateAt: fc.date({ min: PAST, max: FUTURE }),
      at: fc.constant(PAST),
    }),
  },
  fc.record({ type: of('CancelDeprecation') }),
  fc.record({ type: of('DisableImage') }),
  fc.record({
    type: of('EnableImage'),
    restorePermissions: so,
    imageBlockPublicAccess: fc.constant('unblocked' as const),
  }),
  { weight: 3, arbitrary: fc.record({ type: of('EnableDeregistrationProtection'), withCooldown: so }) },
  { weight: 3, arbitrary: fc.record({ type: of('DisableDeregistrationProtection') }) },
  fc.record({ type: of('RevokeImage'), at: now, ...revocation }, { requiredKeys: ['type', 'at'] }),
  fc.record({ type: of('ReinstateImage'), at: now, undo: cascadeId }, { requiredKeys: ['type', 'at'] }),
);

const version = fc.integer({ min: 1, max: 5 });
const channel = fc.constantFrom('prod', 'beta');
const familyId = fc.constantFrom('a', 'b', 'c', 'd').map((name) => ({ ownerId: OWNER, name }));
const familyCommand: fc.Arbitrary<FamilyCommand> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(family.create()) },
  { weight: 6, arbitrary: version.map((of) => family.publish(of)) },
  { weight: 2, arbitrary: fc.tuple(channel, version).map(([name, to]) => family.promote(name, to)) },
  channel.map((name) => family.rollBack(name)),
  { weight: 2, arbitrary: version.map((of) => family.revoke(of)) },
  {
    weight: 2,
    arbitrary: fc.tuple(version, fc.constantFrom(undefined, 'one')).map((of) => family.reinstate(...of)),
  },
);

export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: of('family'), id: familyId, command: familyCommand }) },
  { weight: 4, arbitrary: fc.record({ kind: of('register'), owner: fc.constantFrom(OWNER, FRIEND), tags }) },
  { weight: 15, arbitrary: fc.record({ kind: of('change'), image, change }) },
  {
    weight: 6,
    arbitrary: fc.record({ kind: of('share'), image, add: principals, until, remove: principals }),
  },
  { weight: 1, arbitrary: fc.record({ kind: of('expire'), image }) },
  { weight: 3, arbitrary: fc.record({ kind: of('offer'), image, account }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: of('answer'),
      image,
      account,
      decision: fc.constantFrom('accept' as const, 'reject' as const, 'leave' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: of('deregister'), image }) },
  { weight: 2, arbitrary: fc.record({ kind: of('restore'), image }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: of('retain'),
      owner: fc.constantFrom(OWNER, FRIEND),
      days: fc.integer({ min: 1, max: 365 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: of('make'),
      number: fc.nat(),
      cause: fc.constantFrom(undefined, 'no room'),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ kind: of('adopt'), number: fc.nat({ max: 3 }), then: fc.nat({ max: 7 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: of('issue'), token }) },
  { weight: 2, arbitrary: fc.record({ kind: of('revoke'), token }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: of('replace'),
      number: fc.nat({ max: 3 }),
      task: fc.nat({ max: 99 }),
      end: fc.nat({ max: 2 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('place' as const, 'place' as const, 'leave' as const),
      account: fc.constantFrom(FRIEND, STRANGER),
      in: place,
    }),
  },
  {
    weight: 20,
    arbitrary: fc.record({
      kind: fc.constantFrom('instance' as const, 'volume' as const, 'snapshot' as const),
      number: fc.nat({ max: 3 }),
      then: fc.nat({ max: 5 }),
    }),
  },
);

const FAMILIES = ['a', 'b', 'c', 'd'].map((name) => ({ ownerId: OWNER, name }));

/** What every history begins with, so that chance does not decide whether a table holds anything. */
export const firstSteps: readonly Step[] = [
  { kind: 'register', owner: OWNER, tags: {} },
  { kind: 'share', image: 0, add: ['all', FRIEND, STRANGER, 'o-aaaaaaaaaa'], until: FUTURE, remove: [] },
  { kind: 'change', image: 0, change: { type: 'RevokeImage' } },
  { kind: 'change', image: 0, change: { type: 'EnableDeregistrationProtection', withCooldown: true } },
  { kind: 'change', image: 0, change: { type: 'DisableDeregistrationProtection' } },
  ...FAMILIES.flatMap((id): Step[] => [
    { kind: 'family', id, command: family.create() },
    { kind: 'family', id, command: family.publish(1) },
    { kind: 'family', id, command: family.publish(2) },
    { kind: 'family', id, command: family.promote('prod', 1) },
    { kind: 'family', id, command: family.revoke(2) },
  ]),
];
