import { mayChange, mayLaunch, visibilityOf } from './access';
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
  owner,
  stranger,
} from './image.testing';
import type { ExistingImage } from './state';

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

describe('Launching an image', () => {
  it.each([
    ['its owner', owner, [becameAvailable], true],
    ['an account with a permission', stranger, [becameAvailable, permission], true],
    ['any account when it is public', stranger, [becameAvailable, granted(everybody)], true],
    ['an account without a permission', stranger, [becameAvailable], false],
    ['an account when another has the permission', administrator, [becameAvailable, permission], false],
    ['its owner before it is available', owner, [], false],
    ['an account with a permission before it is available', stranger, [permission], false],
    ['its owner when it is deregistered', owner, [becameAvailable, deregistered], false],
    ['any account when it was public', stranger, [becameAvailable, granted(everybody), deregistered], false],
  ])('by %s', (_, { account }, history, may) => {
    expect(mayLaunch(image(...history), account)).toBe(may);
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
