import { launchGround } from './access';
import {
  IMAGE,
  TODAY,
  account,
  changePermissions,
  disable,
  disabled,
  enable,
  enabled,
  everybody,
  expire,
  expired,
  given,
  created,
  becameAvailable,
  givenAnImage,
  grant,
  granted,
  grantedUntil,
  restored,
  deregistered,
  revoke,
  revoked,
  rollBack,
  rolledBack,
  scheduleDeprecation,
  stranger,
} from './image.testing';
import type { ImageEvent } from './events';
import { launchPermissionExpiry } from './launch-permission-expiry';
import { MAX_LAUNCH_PERMISSIONS } from './launch-permissions';

const friend = account(stranger.account);
const other = account('000000000002');
const later = (milliseconds: number): Date => new Date(TODAY.getTime() + milliseconds);
const [YESTERDAY, TOMORROW, NEXT_WEEK] = [later(-86_400_000), later(86_400_000), later(7 * 86_400_000)];
const until = (expiresAt: Date, principal = friend) => ({ ...principal, expiresAt });

const launched = (at: Date, ...history: readonly ImageEvent[]): unknown => {
  try {
    return launchGround(givenAnImage(...history).state, IMAGE, stranger, at).grounds;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('A launch permission with an end', () => {
  it('is granted until then', () => {
    givenAnImage()
      .when(grant(until(TOMORROW), other))
      .thenRecords(grantedUntil(TOMORROW, friend), granted(other));
  });

  it('ends nothing where there is no image, and is all that has such an end', () => {
    given().when(expire(friend, TOMORROW)).thenNothingHappens();
    expect(launchPermissionExpiry.schedules(disabled)).toEqual([]);
  });

  it('lets launch until right before it, whether or not that was announced', () => {
    const history = [grantedUntil(TOMORROW, friend)];
    expect(launched(new Date(TOMORROW.getTime() - 1), ...history)).toBe('account');
    expect(launched(TOMORROW, ...history)).toBe('unknown-image');
    expect(launched(NEXT_WEEK, ...history)).toBe('unknown-image');
    expect(launched(NEXT_WEEK, ...history, expired(friend, TOMORROW))).toBe('unknown-image');
  });

  it('leaves the ground that there is besides', () => {
    expect(launched(TOMORROW, grantedUntil(TOMORROW, friend), granted(everybody))).toBe('public');
    expect(launched(TODAY, grantedUntil(TOMORROW, friend), granted(everybody))).toBe('account');
  });

  it.each([
    ['now', TODAY],
    ['in the past', YESTERDAY],
    ['at no time', new Date(NaN)],
  ])('does not end %s', (_, expiresAt) => {
    givenAnImage()
      .when(grant(other, until(expiresAt)))
      .thenRefuses('invalid-launch-permission', '/add/1/expiresAt');
  });

  it('is asked for on one condition alone', () => {
    givenAnImage()
      .when(grant(until(TOMORROW), friend))
      .thenRefuses('invalid-launch-permission', '/add/1');
    givenAnImage()
      .when(grant(until(TOMORROW), until(TOMORROW)))
      .thenRecords(grantedUntil(TOMORROW, friend));
  });

  describe('that is granted again', () => {
    const tomorrow = grantedUntil(TOMORROW, friend);

    it('until the same time, stays as it is', () => {
      givenAnImage(tomorrow)
        .when(grant(until(TOMORROW)))
        .thenNothingHappens();
    });

    it('later, earlier or for good, ends then', () => {
      givenAnImage(tomorrow)
        .when(grant(until(NEXT_WEEK)))
        .thenRecords(grantedUntil(NEXT_WEEK, friend));
      givenAnImage(grantedUntil(NEXT_WEEK, friend))
        .when(grant(until(TOMORROW)))
        .thenRecords(tomorrow);
      givenAnImage(tomorrow).when(grant(friend)).thenRecords(granted(friend));
      givenAnImage(granted(friend))
        .when(grant(until(TOMORROW)))
        .thenRecords(tomorrow);
    });

    it('survives the end that it had', () => {
      const renewed = [tomorrow, grantedUntil(NEXT_WEEK, friend)];
      expect(launched(TOMORROW, ...renewed)).toBe('account');
      expect(launched(TOMORROW, ...renewed, expired(friend, TOMORROW))).toBe('account');
      expect(launched(NEXT_WEEK, ...renewed)).toBe('unknown-image');
      givenAnImage(...renewed)
        .when(expire(friend, TOMORROW, TOMORROW))
        .thenNothingHappens();
    });

    it('after its end, has ended before', () => {
      const over = grantedUntil(YESTERDAY, friend);
      givenAnImage(over).when(grant(friend)).thenRecords(expired(friend, YESTERDAY), granted(friend));
      givenAnImage(over, expired(friend, YESTERDAY)).when(grant(friend)).thenRecords(granted(friend));
    });
  });

  describe('that is over', () => {
    const over = grantedUntil(YESTERDAY, friend);

    it('is announced once, when it is, and whatever became of the image', () => {
      const end = expire(friend, YESTERDAY);
      givenAnImage(over).when(end).thenRecords(expired(friend, YESTERDAY));
      givenAnImage(over, deregistered).when(end).thenRecords(expired(friend, YESTERDAY));
      givenAnImage(grantedUntil(TOMORROW, friend)).when(expire(friend, TOMORROW)).thenNothingHappens();
      givenAnImage(over, revoked(friend)).when(end).thenNothingHappens();
      givenAnImage(granted(friend)).when(end).thenNothingHappens();
      given().when(end).thenNothingHappens();
    });

    it('needs not to be revoked', () => {
      givenAnImage(over).when(revoke(friend)).thenNothingHappens();
    });

    it('is not removed by disabling, and not given back by enabling', () => {
      givenAnImage(over, granted(other)).when(disable()).thenRecords(disabled, revoked(other));
      givenAnImage(over, granted(other), disabled, revoked(other))
        .when(enable(true))
        .thenRecords(enabled, granted(other));
    });

    it('is not given back where its end came while the image was disabled', () => {
      const away = [grantedUntil(TOMORROW, friend), disabled, revoked(friend)];
      givenAnImage(...away)
        .when(enable(true))
        .thenRecords(enabled, grantedUntil(TOMORROW, friend));
      givenAnImage(...away)
        .when({ ...enable(true), at: TOMORROW })
        .thenRecords(enabled);
    });

    it('is over for an image that comes back from the Recycle Bin', () => {
      const history = [grantedUntil(TOMORROW, friend), deregistered, restored()];
      expect(launched(TODAY, ...history)).toBe('account');
      expect(launched(TOMORROW, ...history)).toBe('unknown-image');
    });

    it('makes room for another', () => {
      const many = Array.from({ length: MAX_LAUNCH_PERMISSIONS - 1 }, (_, index) =>
        granted(account(String(index).padStart(12, '0'))),
      );
      givenAnImage(over, ...many)
        .when(grant(everybody))
        .thenRecords(granted(everybody));
      givenAnImage(grantedUntil(TOMORROW, friend), ...many)
        .when(grant(everybody))
        .thenRefuses('too-many-launch-permissions');
    });

    it('of everybody leaves an image that is private, as to its deprecation too', () => {
      const wanted = '2030-01-01T00:00:00.000Z';
      const image = [created(), becameAvailable];
      given(...image, grantedUntil(TOMORROW, everybody))
        .when(scheduleDeprecation(wanted))
        .thenRefuses('invalid-deprecation-time');
      expect(
        given(...image, grantedUntil(YESTERDAY, everybody)).decide(scheduleDeprecation(wanted)),
      ).toHaveLength(1);
    });

    it('is no ground to hear that only the owner may change the image', () => {
      const change = changePermissions({ add: [other] }, stranger);
      givenAnImage(grantedUntil(TOMORROW, friend)).when(change).thenRefuses('not-the-owner');
      givenAnImage(over).when(change).thenRefuses('unknown-image');
    });
  });

  describe('of everybody, while public access is blocked,', () => {
    const blocked = (expiresAt: Date) =>
      changePermissions({ add: [until(expiresAt, everybody)], imageBlockPublicAccess: 'block-new-sharing' });

    it('may end earlier, and no later', () => {
      const open = grantedUntil(TOMORROW, everybody);
      givenAnImage(open).when(blocked(NEXT_WEEK)).thenRefuses('public-access-blocked', '/add');
      givenAnImage(grantedUntil(NEXT_WEEK, everybody)).when(blocked(TOMORROW)).thenRecords(open);
      givenAnImage(granted(everybody)).when(blocked(TOMORROW)).thenRecords(open);
      givenAnImage(grantedUntil(YESTERDAY, everybody))
        .when(blocked(TOMORROW))
        .thenRefuses('public-access-blocked');
    });
  });

  describe('in a rollback', () => {
    const to = (...history: readonly ImageEvent[]) =>
      ({ asOf: YESTERDAY, include: ['launchPermissions'], earlier: givenAnImage(...history).state }) as const;
    const back = rolledBack(YESTERDAY, 'launchPermissions');

    it('keeps its end while it runs', () => {
      givenAnImage()
        .when(rollBack(to(grantedUntil(TOMORROW, friend))))
        .thenRecords(back, grantedUntil(TOMORROW, friend));
      givenAnImage(granted(friend))
        .when(rollBack(to(grantedUntil(TOMORROW, friend))))
        .thenRecords(back, grantedUntil(TOMORROW, friend));
    });

    it('is not given back once it is over, and nobody has another instead', () => {
      givenAnImage()
        .when(rollBack(to(grantedUntil(YESTERDAY, friend), granted(other))))
        .thenRecords(back, granted(other));
      givenAnImage(granted(friend))
        .when(rollBack(to(grantedUntil(YESTERDAY, friend))))
        .thenRecords(back, revoked(friend));
      givenAnImage(grantedUntil(YESTERDAY, friend)).when(rollBack(to())).thenNothingHappens();
    });
  });
});
