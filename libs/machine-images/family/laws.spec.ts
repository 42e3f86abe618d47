import fc from 'fast-check';
import { deciderLaws } from '../../../test/support/decider-laws';
import { byCascade } from '../image/revocation.testing';
import type { FamilyCommand } from './commands';
import type { FamilyEvent } from './events';
import { families } from './family';
import * as family from './family.testing';
import type { FamilyState } from './state';

const by = fc.constantFrom(family.owner, family.stranger, family.administrator);
const version = fc.constantFrom(1, 2, 3);
const channel = fc.constantFrom('prod', 'beta', 'latest', 'Not a name');
const fitness = fc.constantFrom('good', 'good', 'revoked', 'deregistered');

deciderLaws<FamilyState, FamilyCommand, FamilyEvent>('A family', {
  category: families,
  // Not a rollback to whatever came before, which goes one further back each time.
  commands: fc.oneof(
    { weight: 3, arbitrary: fc.constant(family.create()) },
    fc.tuple(version, by).map(([of, who]) => family.publish(of, { by: who })),
    fc.tuple(channel, version, fitness, by).map((wanted) => family.promote(...wanted)),
    fc.tuple(channel, version, fitness).map(([of, to, is]) => family.rollBack(of, to, { [to]: is })),
    fc
      .tuple(channel, fc.option(fc.array(version, { maxLength: 4 }), { nil: undefined }), fitness)
      .map(([of, path, is]) => family.undo(of, path, { 1: is })),
    fc
      .tuple(version, fc.constantFrom('move', 'keep'), fitness)
      .map(([of, channels, is]) => family.revoke(of, channels, { 1: is })),
    fc
      .tuple(version, fc.constantFrom(undefined, 'one'), fitness)
      .map(([of, undo, is]) => family.reinstate(of, undo, { 3: is })),
  ),
  events: fc.oneof(
    fc.constant(family.created),
    version.map(family.published),
    fc.tuple(channel, version).map((moved) => family.promoted(...moved)),
    fc
      .tuple(channel, version, fc.option(version, { nil: undefined }))
      .map((moved) => family.rolledBack(...moved)),
    fc
      .tuple(channel, version, fc.array(version, { maxLength: 4 }))
      .map(([of, from, path]) => family.gaveBack(of, from, 'rollback', path)),
    fc
      .tuple(channel, version, fc.option(version, { nil: undefined }))
      .map((moved) => family.movedAway(byCascade('one'), ...moved)),
    fc.tuple(channel, version).map((moved) => family.broughtBack('one', ...moved)),
    version.map(family.revoked),
    fc.tuple(version, fc.constantFrom(undefined, 'one')).map((of) => family.reinstated(...of)),
  ),
});
