import { NotTheOwner, UnknownImage } from './errors';
import {
  account,
  cancelDeprecation,
  administrator,
  changePermissions,
  create,
  created,
  deregister,
  deregistered,
  describeAs,
  disable,
  disabled,
  enable,
  everybody,
  given,
  givenAnImage,
  granted,
  IMAGE,
  owner,
  protect,
  reinstateImage,
  replaceTags,
  revoked,
  revokeImage,
  scheduleDeprecation,
  stranger,
  unprotect,
} from './image.testing';
import { images } from './image';
import type { ImageState } from './state';

const changesBy = (by: typeof owner) => [
  describeAs('mine now', by),
  replaceTags({}, by),
  changePermissions({}, by),
  scheduleDeprecation('2027-01-01T00:00:00Z', undefined, by),
  cancelDeprecation(by),
  disable(by),
  enable(true, by),
  protect(true, by),
  unprotect(by),
  revokeImage({ by }),
  reinstateImage({ by }),
  deregister({ by }),
];

describe('Who may change an image', () => {
  it.each(changesBy(owner))('nobody, when it does not exist: $type', (command) => {
    given().when(command).thenRefuses(UnknownImage);
  });

  it.each(changesBy(stranger))('not an account to which it does not exist: $type', (command) => {
    givenAnImage().when(command).thenRefuses(UnknownImage);
    givenAnImage(granted(account('777788889999')))
      .when(command)
      .thenRefuses(UnknownImage);
  });

  it.each(changesBy(stranger))('not an account that may only launch it: $type', (command) => {
    givenAnImage(granted(everybody)).when(command).thenRefuses(NotTheOwner);
    givenAnImage(granted(account(stranger.account)))
      .when(command)
      .thenRefuses(NotTheOwner);
  });

  it('knows what it hides from what does not exist, for the record', () => {
    const refusalOf = (state: ImageState): unknown => {
      try {
        return images.decider.admit?.(describeAs('mine now', stranger), state);
      } catch (error) {
        return error;
      }
    };
    expect(refusalOf(givenAnImage().state)).toMatchObject({ code: 'unknown-image', isHidden: true });
    expect(refusalOf(given().state)).toMatchObject({ code: 'unknown-image', isHidden: false });
    expect(refusalOf(givenAnImage(granted(everybody)).state)).toMatchObject({ isHidden: false });
  });

  it('hides it again when the permission is gone', () => {
    const permission = account(stranger.account);
    givenAnImage(granted(permission), revoked(permission))
      .when(deregister({ by: stranger }))
      .thenRefuses(UnknownImage);
  });

  it('hides what is not available from those who were to launch it', () => {
    given(created(), granted(everybody))
      .when(deregister({ by: stranger }))
      .thenRefuses(UnknownImage);
    givenAnImage(granted(everybody), deregistered)
      .when(deregister({ by: stranger }))
      .thenRefuses(UnknownImage);
    givenAnImage(granted(everybody), disabled).when(enable(true, stranger)).thenRefuses(UnknownImage);
  });

  it('the owner, and a platform administrator in its place', () => {
    for (const by of [owner, administrator]) {
      givenAnImage()
        .when(changePermissions({ add: [everybody] }, by))
        .thenRecords(granted(everybody));
    }
  });

  it('is not asked of whoever carries out a claim', () => {
    expect(() => images.decider.admit?.(create(), { kind: 'unknown' })).not.toThrow();
  });

  it('decides nothing about an image that does not exist, even past admission', () => {
    expect(() => images.decider.decide(deregister(), { kind: 'unknown' })).toThrow(UnknownImage);
  });

  it('names the image in the refusal, in the words of EC2', () => {
    expect(new UnknownImage(IMAGE).message).toBe(`The image id '[${IMAGE}]' does not exist`);
    expect(new NotTheOwner(IMAGE).message).toContain(IMAGE);
  });
});
