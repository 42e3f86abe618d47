import { launchGround } from './access';
import { consentOf } from './consent';
import type { ImageEvent } from './events';
import {
  IMAGE,
  TODAY,
  accepted,
  account,
  answer,
  disable,
  disabled,
  enable,
  enabled,
  everybody,
  expire,
  expired,
  given,
  givenAnImage,
  grant,
  granted,
  left,
  offered,
  organization,
  owner,
  rejected,
  revoke,
  revoked,
  rollBack,
  rolledBack,
  stranger,
} from './image.testing';

const ID = stranger.account;
const friend = account(ID);
const asked = { ...friend, requiresAcceptance: true };
const [YESTERDAY, TOMORROW] = [-1, 1].map((days) => new Date(TODAY.getTime() + days * 86_400_000)) as [
  Date,
  Date,
];

const launched = (...history: readonly ImageEvent[]): unknown => {
  try {
    return launchGround(givenAnImage(...history).state, IMAGE, stranger, TODAY).grounds;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('A launch permission that requires acceptance', () => {
  it('is offered, once, with its end', () => {
    givenAnImage().when(grant(asked)).thenRecords(offered(ID));
    givenAnImage()
      .when(grant({ ...asked, expiresAt: TOMORROW }))
      .thenRecords(offered(ID, TOMORROW));
    givenAnImage(offered(ID), rejected(ID)).when(grant(asked)).thenNothingHappens();
    givenAnImage(offered(ID), accepted(ID)).when(grant(asked)).thenNothingHappens();
  });

  it('is for accounts alone', () => {
    givenAnImage()
      .when(grant(friend, { ...everybody, requiresAcceptance: true }))
      .thenRefuses('invalid-launch-permission', '/add/1/requiresAcceptance');
  });

  it('lets launch once it is accepted', () => {
    expect(launched(offered(ID))).toBe('launch-permission-not-accepted');
    expect(launched(offered(ID), rejected(ID))).toBe('launch-permission-not-accepted');
    expect(launched(offered(ID), rejected(ID), accepted(ID))).toBe('account');
    expect(launched(offered(ID), accepted(ID), rejected(ID))).toBe('launch-permission-not-accepted');
    expect(launched(offered(ID), granted(everybody))).toBe('public');
    expect(launched(offered(ID, YESTERDAY))).toBe('unknown-image');
  });

  it('is accepted and rejected, as often as it is thought over', () => {
    givenAnImage(offered(ID)).when(answer('accept', stranger)).thenRecords(accepted(ID));
    givenAnImage(offered(ID)).when(answer('reject', stranger)).thenRecords(rejected(ID));
    givenAnImage(offered(ID, TOMORROW), rejected(ID))
      .when(answer('accept', stranger))
      .thenRecords(accepted(ID, TOMORROW));
    givenAnImage(offered(ID), accepted(ID)).when(answer('reject', stranger)).thenRecords(rejected(ID));
  });

  it('stays accepted, or rejected, when it is renewed', () => {
    const renewal = grant({ ...asked, expiresAt: TOMORROW });
    givenAnImage(offered(ID), accepted(ID)).when(renewal).thenRecords(offered(ID, TOMORROW));
    expect(launched(offered(ID), accepted(ID), offered(ID, TOMORROW))).toBe('account');
    expect(launched(offered(ID), rejected(ID), offered(ID, TOMORROW))).toBe('launch-permission-not-accepted');
  });

  it('is asked for anew where there was a permission without', () => {
    givenAnImage(granted(friend)).when(grant(asked)).thenRecords(offered(ID));
    expect(launched(granted(friend), offered(ID))).toBe('launch-permission-not-accepted');
    givenAnImage(offered(ID)).when(grant(friend)).thenRecords(granted(friend));
    expect(launched(offered(ID), granted(friend))).toBe('account');
  });

  it('is taken back by the owner, and ends by itself', () => {
    givenAnImage(offered(ID)).when(revoke(friend)).thenRecords(revoked(friend));
    givenAnImage(offered(ID, YESTERDAY)).when(answer('accept', stranger)).thenRefuses('unknown-image');
    givenAnImage(offered(ID, YESTERDAY))
      .when(expire(friend, YESTERDAY))
      .thenRecords(expired(friend, YESTERDAY));
  });

  it('is given back by enabling and by a rollback as what it is: a question', () => {
    givenAnImage(offered(ID), accepted(ID)).when(disable()).thenRecords(disabled, revoked(friend));
    givenAnImage(offered(ID), accepted(ID), disabled, revoked(friend))
      .when(enable(true))
      .thenRecords(enabled, offered(ID));
    givenAnImage(offered(ID), disabled, revoked(friend)).when(enable(true)).thenRecords(enabled, offered(ID));
    const earlier = givenAnImage(offered(ID), accepted(ID)).state;
    const to = { asOf: YESTERDAY, include: ['launchPermissions'], earlier } as const;
    givenAnImage().when(rollBack(to)).thenRecords(rolledBack(YESTERDAY, 'launchPermissions'), offered(ID));
    givenAnImage(offered(ID), rejected(ID)).when(rollBack(to)).thenNothingHappens();
  });
});

describe('Leaving', () => {
  it('ends what names the account, whatever it said', () => {
    givenAnImage(granted(friend)).when(answer('leave', stranger)).thenRecords(left(ID));
    givenAnImage(offered(ID)).when(answer('leave', stranger)).thenRecords(left(ID));
    givenAnImage(offered(ID), accepted(ID)).when(answer('leave', stranger)).thenRecords(left(ID));
    expect(launched(granted(friend), left(ID))).toBe('unknown-image');
    expect(launched(granted(friend), granted(everybody), left(ID))).toBe('public');
  });

  it('leaves nothing to see, and nothing to accept', () => {
    givenAnImage(granted(friend), left(ID)).when(answer('leave', stranger)).thenNothingHappens();
    givenAnImage(granted(friend), left(ID)).when(answer('accept', stranger)).thenRefuses('unknown-image');
    givenAnImage(granted(friend), left(ID)).when(grant(friend)).thenRecords(granted(friend));
  });

  it('is for one whom a permission names', () => {
    givenAnImage(granted(everybody)).when(answer('leave', stranger)).thenRefuses('not-shared-by-name');
    const member = { ...stranger, membership: { organizationId: 'o-a1b2c3d4e5' } };
    givenAnImage(granted(organization('o-a1b2c3d4e5')))
      .when(answer('leave', member))
      .thenRefuses('not-shared-by-name');
    givenAnImage().when(answer('leave', owner)).thenRefuses('not-shared-by-name');
    givenAnImage().when(answer('leave', stranger)).thenRefuses('unknown-image');
  });
});

describe('A launch permission that asks for no acceptance', () => {
  it('is accepted as it is, and cannot be rejected', () => {
    givenAnImage(granted(friend)).when(answer('accept', stranger)).thenNothingHappens();
    givenAnImage(granted(friend))
      .when(answer('reject', stranger))
      .thenRefuses('acceptance-not-required', '/decision');
  });
});

describe('What became of what names an account', () => {
  it.each([
    ['not-asked', [granted(friend)]],
    ['pending', [offered(ID)]],
    ['rejected', [offered(ID), rejected(ID)]],
    ['rejected', [offered(ID), rejected(ID), offered(ID, TOMORROW)]],
    ['accepted', [offered(ID), accepted(ID)]],
    ['left', [offered(ID), accepted(ID), left(ID)]],
    ['left', [granted(everybody)]],
  ])('is %s (%#)', (consent, history) => {
    expect(consentOf(givenAnImage(...history).state, ID)).toBe(consent);
  });

  it('is over where there is no image', () => {
    expect(consentOf(given().state, ID)).toBe('left');
  });

  it('is not accepted any more by one who has left, though others may launch it', () => {
    givenAnImage(granted(everybody), granted(friend), left(ID))
      .when(answer('accept', stranger))
      .thenRefuses('not-shared-by-name');
  });
});
