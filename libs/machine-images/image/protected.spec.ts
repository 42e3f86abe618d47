import { recordedAtOf } from '../../../test/support/given';
import {
  deregister,
  deregistered,
  givenAnImage,
  protect,
  protectionDisabled,
  protectionEnabled,
  TODAY,
  unprotect,
} from './image.testing';

/** After the event of this number in the history of an image, which begins with two. */
const aDayAfter = (index: number): Date => new Date(recordedAtOf(index).getTime() + 86_400_000);
const justBefore = (time: Date): Date => new Date(time.getTime() - 1);

describe('Protecting an image from being deregistered', () => {
  it.each([true, false])('records it (with a cooldown: %p)', (withCooldown) => {
    givenAnImage().when(protect(withCooldown)).thenRecords(protectionEnabled(withCooldown));
    givenAnImage(protectionEnabled(withCooldown)).when(protect(withCooldown)).thenNothingHappens();
  });

  it('changes from one kind to the other', () => {
    givenAnImage(protectionEnabled(false)).when(protect(true)).thenRecords(protectionEnabled(true));
    givenAnImage(protectionEnabled(true)).when(protect(false)).thenRecords(protectionEnabled(false));
  });

  it.each([true, false])('keeps it from being deregistered (with a cooldown: %p)', (withCooldown) => {
    givenAnImage(protectionEnabled(withCooldown)).when(deregister()).thenRefuses('image-protected');
  });

  it('says nothing about an image that is deregistered already', () => {
    givenAnImage(protectionEnabled(true), deregistered).when(deregister()).thenNothingHappens();
  });
});

describe('Taking back the protection', () => {
  it('records it', () => {
    givenAnImage(protectionEnabled(true)).when(unprotect()).thenRecords(protectionDisabled);
  });

  it('does nothing when there is none', () => {
    givenAnImage().when(unprotect()).thenNothingHappens();
    givenAnImage(protectionEnabled(true), protectionDisabled).when(unprotect()).thenNothingHappens();
  });

  it('lets the image go at once, when there is no cooldown', () => {
    givenAnImage(protectionEnabled(false), protectionDisabled)
      .when(deregister({ at: recordedAtOf(3) }))
      .thenRecords(deregistered);
  });
});

describe('A cooldown', () => {
  it('keeps the image for a day after the protection is gone, and ends by itself', () => {
    const image = givenAnImage(protectionEnabled(true), protectionDisabled);
    image.when(deregister({ at: recordedAtOf(3) })).thenRefuses('image-protected');
    image.when(deregister({ at: justBefore(aDayAfter(3)) })).thenRefuses('image-protected');
    image.when(deregister({ at: aDayAfter(3) })).thenRecords(deregistered);
  });

  it('is refused with the time when it ends', () => {
    const image = givenAnImage(protectionEnabled(true), protectionDisabled);
    expect(() => image.decide(deregister({ at: recordedAtOf(3) }))).toThrow(
      `until ${aDayAfter(3).toISOString()}`,
    );
    expect(() => givenAnImage(protectionEnabled(true)).decide(deregister({ at: TODAY }))).toThrow(
      /from being deregistered$/,
    );
  });

  it('is not got around by way of a protection without one', () => {
    const image = givenAnImage(protectionEnabled(true), protectionEnabled(false), protectionDisabled);
    image.when(deregister({ at: justBefore(aDayAfter(3)) })).thenRefuses('image-protected');
    image.when(deregister({ at: aDayAfter(3) })).thenRecords(deregistered);
  });

  it('is not cut short by another protection', () => {
    const image = givenAnImage(
      protectionEnabled(true),
      protectionDisabled,
      protectionEnabled(false),
      protectionDisabled,
    );
    image.when(deregister({ at: justBefore(aDayAfter(3)) })).thenRefuses('image-protected');
    image.when(deregister({ at: aDayAfter(3) })).thenRecords(deregistered);
  });

  it('begins anew with every protection that has one', () => {
    const image = givenAnImage(
      protectionEnabled(true),
      protectionDisabled,
      protectionEnabled(true),
      protectionDisabled,
    );
    image.when(deregister({ at: justBefore(aDayAfter(5)) })).thenRefuses('image-protected');
    image.when(deregister({ at: aDayAfter(5) })).thenRecords(deregistered);
  });
});

describe('A cooldown', () => {
  it('begins with giving up a protection that has one, and with nothing else', () => {
    for (const history of [
      [protectionEnabled(false), protectionDisabled],
      [protectionEnabled(false), protectionEnabled(true)],
      [protectionEnabled(true), protectionEnabled(true)],
    ])
      expect(givenAnImage(...history).state).toMatchObject({ cooldownEndTime: undefined });
  });
});
