import { DomainError } from '#event-sourcing';
import type { Principal } from '../principal';
import { launchGround, mayChange, visibilityOf } from './access';
import type { ImageEvent } from './events';
import {
  account,
  administrator,
  becameAvailable,
  created,
  deregistered,
  everybody,
  given,
  granted,
  IMAGE,
  owner,
  stranger,
} from './image.testing';
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
    expect(visibilityOf(image(...history))).toBe(visibility);
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
  refusalOf(() => launchGround(state, IMAGE, by).grounds);

describe('Launching an image', () => {
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

  it('is refused of an image that does not exist', () => {
    expect(launched({ kind: 'unknown' }, owner)).toBe('unknown-image');
  });

  it.each([
    ['disabled', { lifecycle: 'disabled' }, 'image-disabled', 'unknown-image'],
    ['revoked', { revocations: [{ kind: 'hand', id: '1' }] }, 'image-revoked', 'image-revoked'],
    [
      'disabled and revoked',
      { lifecycle: 'disabled', revocations: [{ kind: 'hand', id: '1' }] },
      'image-disabled',
      'unknown-image',
    ],
  ] as const)('is refused when it is %s', (_, facts, toOwner, toOthers) => {
    const state = { ...image(becameAvailable, permission), ...facts };
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
