import fc from 'fast-check';
import { deciderLaws } from '../../../test/support/decider-laws';
import type { MembershipEvent } from './events';
import { memberships, type MembershipCommand, type MembershipState } from './membership';
import {
  BELOW,
  joined,
  left,
  moved,
  ORGANIZATION,
  OTHER_ORGANIZATION,
  place,
  remove,
  TOP,
} from './membership.testing';

const unit = fc.constantFrom(undefined, TOP, `${TOP}/${BELOW}`, 'nowhere');
const organization = fc.constantFrom(ORGANIZATION, OTHER_ORGANIZATION, 'o-none');
deciderLaws<MembershipState, MembershipCommand, MembershipEvent>('A membership', {
  category: memberships,
  commands: fc.oneof(
    fc.tuple(unit, organization).map(([to, id]) => place(to, id)),
    organization.map(remove),
  ),
  events: fc.oneof(
    fc.tuple(unit, organization).map(([to, id]) => joined(to, id)),
    fc.tuple(unit, unit).map(([from, to]) => moved(from, to)),
    fc.tuple(unit, organization).map(([from, id]) => left(from, id)),
  ),
});
