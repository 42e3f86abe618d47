import { recordedAtOf } from '../../../test/support/given';
import { AccountIsInAnotherOrganization } from './errors';
import { memberships, principalsOf } from './membership';
import {
  ACCOUNT,
  BELOW,
  BESIDE,
  given,
  joined,
  left,
  moved,
  ORGANIZATION,
  OTHER_ORGANIZATION,
  place,
  remove,
  TOP,
} from './membership.testing';

describe('An account that is placed in an organization', () => {
  it('joins it', () => {
    given().when(place()).thenRecords(joined());
    given()
      .when(place(`${TOP}/${BELOW}`))
      .thenRecords(joined(`${TOP}/${BELOW}`));
  });

  it('moves when it is in another unit of it, up to the top too', () => {
    given(joined()).when(place(TOP)).thenRecords(moved(undefined, TOP));
    given(joined(TOP))
      .when(place(`${BESIDE}/${BELOW}`))
      .thenRecords(moved(TOP, `${BESIDE}/${BELOW}`));
    given(joined(), moved(undefined, TOP)).when(place()).thenRecords(moved(TOP, undefined));
  });

  it('stays when it is there', () => {
    given(joined()).when(place()).thenNothingHappens();
    given(joined(), moved(undefined, TOP)).when(place(TOP)).thenNothingHappens();
  });

  it('is refused while it is in another one', () => {
    given(joined(TOP))
      .when(place(TOP, OTHER_ORGANIZATION))
      .thenRefuses(AccountIsInAnotherOrganization, '/account');
    expect(new AccountIsInAnotherOrganization(ACCOUNT, ORGANIZATION)).toMatchObject({
      code: 'account-in-another-organization',
      account: ACCOUNT,
      organizationId: ORGANIZATION,
      message: `account ${ACCOUNT} is in the organization ${ORGANIZATION}`,
    });
  });

  it('may come back, or join another, once it has left', () => {
    given(joined(TOP), left(TOP)).when(place()).thenRecords(joined());
    given(joined(TOP), left(TOP))
      .when(place(TOP, OTHER_ORGANIZATION))
      .thenRecords(joined(TOP, OTHER_ORGANIZATION));
  });

  it('has been in it since it joined, wherever it was moved since', () => {
    expect(given(joined(), moved(undefined, TOP)).state.membership).toEqual({
      organizationId: ORGANIZATION,
      unit: TOP,
      joinedAt: recordedAtOf(0),
    });
    expect(given(joined(TOP), moved(TOP, undefined)).state.membership).not.toHaveProperty('unit');
  });
});

describe('An account that is removed from an organization', () => {
  it('leaves, and the record says where it was', () => {
    given(joined()).when(remove()).thenRecords(left());
    given(joined(), moved(undefined, TOP)).when(remove()).thenRecords(left(TOP));
  });

  it('stays away when it is in none, or in another', () => {
    given().when(remove()).thenNothingHappens();
    given(joined(), left()).when(remove()).thenNothingHappens();
    given(joined()).when(remove(OTHER_ORGANIZATION)).thenNothingHappens();
  });
});

describe('No account is placed', () => {
  const ids = (count: number): string =>
    Array.from({ length: count }, (_, index) => `ou-ab12-${String(index).repeat(8)}`).join('/');

  it.each(['o-short', 'o-A1B2C3D4E5', 'a1b2c3d4e5', `o-${'x'.repeat(33)}`, 'o-a1b2c3d4e5\n'])(
    'in what is no organization: %j',
    (organizationId) => {
      given().when(place(undefined, organizationId)).thenRefuses('invalid-field', '/organizationId');
      given().when(remove(organizationId)).thenRefuses('invalid-field', '/organizationId');
    },
  );

  it.each([
    '',
    '/',
    `${TOP}/`,
    `/${TOP}`,
    'ou-ab1-11111111',
    'ou-ab12-1111111',
    ORGANIZATION,
    `${TOP}/${TOP}`,
  ])('in what is no path of units: %j', (unit) => {
    given().when(place(unit)).thenRefuses('invalid-field', '/unit');
  });

  it('deeper than five levels', () => {
    given()
      .when(place(ids(5)))
      .thenRecords(joined(ids(5)));
    given()
      .when(place(ids(6)))
      .thenRefuses('invalid-field', '/unit');
  });

  it('that is no account', () => {
    given()
      .when(place(TOP, ORGANIZATION, '44445555666'))
      .thenRefuses('invalid-field', '/account');
  });
});

describe('What an account is in', () => {
  it('is its unit, every unit above it, and the organization', () => {
    expect(principalsOf({ organizationId: ORGANIZATION, unit: `${TOP}/${BELOW}` })).toEqual([
      `${ORGANIZATION}/${BELOW}`,
      `${ORGANIZATION}/${TOP}`,
      ORGANIZATION,
    ]);
    expect(principalsOf({ organizationId: ORGANIZATION })).toEqual([ORGANIZATION]);
  });

  it('stands in a stream of its own', () => {
    expect(memberships.stream(ACCOUNT)).toBe('membership-444455556666');
  });
});
