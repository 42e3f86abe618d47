import { DomainError } from '#event-sourcing';
import type { Principal } from '../principal';
import { copyable, hingesOnMembership, launchGround, mayChange, visibilityOf } from './access';
import type { ImageEvent } from './events';
import {
  TODAY,
  account,
  administrator,
  becameAvailable,
  byCascade,
  created,
  creationFailed,
  deregistered,
  disabled,
  enabled,
  everybody,
  given,
  granted,
  IMAGE,
  imageReinstated,
  imageRevoked,
  organization,
  owner,
  stranger,
  unitOf,
} from './image.testing';
import type { LaunchPrincipal } from './launch-principal';
import type { ExistingImage, ImageState } from './state';

const permission = granted(account(stranger.account));

function image(...history: readonly ImageEvent[]): ExistingImage {
  const { state } = given(created(), ...history);
  if (state.kind === 'unknown') throw new Error('there is no image');
  return state;
}

describe('The visibility of an image', () => {
  it.each([
    ['private', []],
    ['shared', [permission]],
    ['public', [granted(everybody)]],
    ['public', [permission, granted(everybody)]],
  ])('is %s', (visibility, history) => {
    expect(visibilityOf(image(...history), TODAY)).toBe(visibility);
  });
});

const refusalOf = (ask: () => unknown): unknown => {
  try {
    return ask();
  } catch (error) {
    return error instanceof DomainError ? error.code : error;
  }
};
const launched = (state: ImageState, by: Principal): unknown =>
  refusalOf(() => launchGround(state, IMAGE, by, TODAY).grounds);

describe('Launching an image', () => {
  it('of which nobody knows, or not who asks, names it as what is wrong', () => {
    const refused = (isHidden: boolean) =>
      expect.objectContaining({ code: 'unknown-image', pointer: '/imageId', isHidden }) as Error;
    expect(() => launchGround(given().state, IMAGE, stranger, TODAY)).toThrow(refused(false));
    expect(() => launchGround(image(becameAvailable), IMAGE, stranger, TODAY)).toThrow(refused(true));
  });

  it.each([
    ['its owner', owner, [becameAvailable], 'owner'],
    ['its owner, whoever else may', owner, [becameAvailable, granted(everybody)], 'owner'],
    ['an account with a permission', stranger, [becameAvailable, permission], 'account'],
    ['any account when it is public', stranger, [becameAvailable, granted(everybody)], 'public'],
    [
      'an account with a permission when it is public',
      stranger,
      [becameAvailable, granted(everybody), permission],
      'account',
    ],
    ['an account without a permission', stranger, [becameAvailable], 'unknown-image'],
    ['an administrator, who may change it', administrator, [becameAvailable, permission], 'unknown-image'],
    ['its owner before it is available', owner, [], 'image-pending'],
    ['an account with a permission before it is available', stranger, [permission], 'unknown-image'],
    ['its owner when it is deregistered', owner, [becameAvailable, deregistered], 'image-deregistered'],
    [
      'any account when it was public',
      stranger,
      [becameAvailable, granted(everybody), deregistered],
      'unknown-image',
    ],
  ])('by %s', (_, by, history, outcome) => {
    expect(launched(image(...history), by)).toBe(outcome);
  });

  describe('as one of an organization', () => {
    const [ORGANIZATION, TOP, BELOW] = ['o-a1b2c3d4e5', 'ou-ab12-11111111', 'ou-ab12-22222222'];
    const [all, top, below] = [
      organization(ORGANIZATION),
      unitOf(ORGANIZATION, TOP),
      unitOf(ORGANIZATION, BELOW),
    ];
    const member = (unit?: string) => ({
      ...stranger,
      membership: { organizationId: ORGANIZATION, ...(unit === undefined ? {} : { unit }) },
    });
    const ground = (by: Principal, ...principals: readonly LaunchPrincipal[]): unknown =>
      refusalOf(() => launchGround(image(becameAvailable, ...principals.map(granted)), IMAGE, by, TODAY));

    it('stands on the closest permission, and says which', () => {
      const by = member(`${TOP}/${BELOW}`);
      expect(ground(by, everybody)).toEqual({ grounds: 'public' });
      expect(ground(by, everybody, all)).toEqual({ grounds: 'organization', grantedTo: all });
      expect(ground(by, all, top)).toEqual({ grounds: 'organizational-unit', grantedTo: top });
      expect(ground(by, below, all, top)).toEqual({ grounds: 'organizational-unit', grantedTo: below });
      expect(ground(by, below, account(stranger.account))).toEqual({ grounds: 'account' });
    });

    it('is refused outside of the unit, of the organization, and to whom it was not looked up', () => {
      expect(ground(member(TOP), below)).toBe('unknown-image');
      expect(ground(member(), top, below)).toBe('unknown-image');
      expect(ground(member(TOP), organization('o-zzzzzzzzzz'), unitOf('o-zzzzzzzzzz', TOP))).toBe(
        'unknown-image',
      );
      expect(ground(stranger, all)).toBe('unknown-image');
    });

    it('hinges on where the account stands only where nothing closer is known', () => {
      const hinges = (id: string, ...principals: readonly LaunchPrincipal[]): boolean =>
        hingesOnMembership(image(...principals.map(granted)), id, TODAY);
      expect(hinges(stranger.account, everybody, top)).toBe(true);
      expect(hinges(stranger.account, everybody)).toBe(false);
      expect(hinges(stranger.account, account(stranger.account), all)).toBe(false);
      expect(hinges(owner.account, all)).toBe(false);
    });
  });

  it('is refused of an image that does not exist', () => {
    expect(launched({ kind: 'unknown' }, owner)).toBe('unknown-image');
  });

  it.each([
    ['disabled', [disabled], 'image-disabled', 'unknown-image'],
    ['disabled, and enabled', [disabled, enabled], 'owner', 'account'],
    ['revoked', [imageRevoked()], 'image-revoked', 'image-revoked'],
    ['revoked, and reinstated', [imageRevoked(), imageReinstated()], 'owner', 'account'],
    [
      'revoked for two causes, of which one is taken back',
      [imageRevoked(), imageRevoked(byCascade('one')), imageReinstated()],
      'image-revoked',
      'image-revoked',
    ],
    ['disabled and revoked', [disabled, imageRevoked()], 'image-disabled', 'unknown-image'],
  ] as const)('when it is %s', (_, history, toOwner, toOthers) => {
    const state = image(becameAvailable, permission, ...history);
    expect([launched(state, owner), launched(state, stranger), launched(state, administrator)]).toEqual([
      toOwner,
      toOthers,
      'unknown-image',
    ]);
  });
});

describe('Changing an image', () => {
  it.each([
    ['its owner', owner, true],
    ['another account', stranger, false],
    ['a platform administrator', administrator, true],
  ])('by %s', (_, by, may) => {
    expect(mayChange(image(becameAvailable, granted(everybody)), by)).toBe(may);
  });
});

describe('Copying an image', () => {
  const copied = (state: ImageState, by: Principal, region = 'us-east-1'): unknown =>
    refusalOf(() => copyable(state, IMAGE, region, by, TODAY));
  const disabled: ExistingImage = { ...image(becameAvailable), lifecycle: 'disabled' };
  const revokedByHand: ExistingImage = {
    ...image(becameAvailable, permission),
    revocations: [{ cause: { kind: 'by-hand' }, since: new Date(0), channels: 'move' }],
  };

  it('is for its owner', () => {
    expect(copied(image(becameAvailable), owner)).toMatchObject({ created: { imageId: IMAGE } });
  });

  it.each<readonly [string, ImageState, Principal, string]>([
    ['who may merely launch it', image(becameAvailable, permission), stranger, 'image-storage-not-shared'],
    ['everybody who may', image(becameAvailable, granted(everybody)), stranger, 'image-storage-not-shared'],
    ['who may launch it, whatever became of it', revokedByHand, stranger, 'image-storage-not-shared'],
    ['who may not launch it', image(becameAvailable), stranger, 'unknown-image'],
    [
      'an administrator who does not act for its owner',
      image(becameAvailable),
      administrator,
      'unknown-image',
    ],
    ['others while it is pending', image(permission), stranger, 'unknown-image'],
    ['its owner while it is pending', image(), owner, 'image-pending'],
    ['its owner when it failed', image(creationFailed('no room')), owner, 'image-failed'],
    ['its owner when it is deregistered', image(becameAvailable, deregistered), owner, 'image-deregistered'],
    ['its owner when it is disabled', disabled, owner, 'image-disabled'],
    ['its owner when it is revoked', revokedByHand, owner, 'image-revoked'],
    ['its owner when nobody made it', { kind: 'unknown' }, owner, 'unknown-image'],
  ])('is refused to %s', (_, state, by, code) => {
    expect(copied(state, by)).toBe(code);
  });

  it('finds the image in its region alone', () => {
    expect(copied(image(becameAvailable), owner, 'eu-central-1')).toBe('unknown-image');
  });
});
