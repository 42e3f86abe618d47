import { IMAGE_ASPECTS } from './aspects';
import type { ImageEvent } from './events';
import { images } from './image';
import {
  account,
  described,
  disabled,
  enable,
  everybody,
  givenAnImage,
  granted,
  grantedUntil,
  imageRevoked,
  owner,
  revoked,
  rollBack,
} from './image.testing';

const [ONE, TWO] = [account('000000000001'), account('000000000002')];

function planned(now: readonly ImageEvent[], ...then: readonly ImageEvent[]) {
  const { state } = givenAnImage(...now);
  const asOf = new Date('2026-01-15T00:00:00.000Z');
  const wish = rollBack({ asOf, include: IMAGE_ASPECTS, earlier: givenAnImage(...then).state });
  return images.decider.plan?.(wish, state, images.decider.decide(wish, state));
}

describe('The plan of a rollback', () => {
  it('is what it changes, and whom that gives or takes the image', () => {
    expect(planned([granted(ONE), described('x')], described('y'), granted(TWO))).toEqual({
      before: { description: 'x', launchPermissions: [ONE] },
      after: { description: 'y', launchPermissions: [TWO] },
      access: { gain: [TWO], lose: [ONE] },
    });
  });

  it('names nobody whom the image stays with, be it as one of everybody', () => {
    const access = (now: readonly ImageEvent[], ...then: readonly ImageEvent[]) =>
      planned(now, ...then)?.['access'];
    expect(access([granted(everybody)], granted(ONE))).toEqual({ gain: [], lose: [everybody] });
    expect(access([granted(ONE)], granted(everybody))).toEqual({ gain: [everybody], lose: [] });
    expect(access([imageRevoked(), granted(ONE)], granted(TWO))).toEqual({ gain: [], lose: [] });
  });

  it('names them in one order, and until when', () => {
    const until = new Date('2026-06-01T00:00:00.000Z');
    expect(
      planned([described('x')], granted(everybody), grantedUntil(until, TWO), granted(ONE)),
    ).toMatchObject({
      before: { launchPermissions: [] },
      after: { launchPermissions: [ONE, { ...TWO, expiresAt: until.toISOString() }, everybody] },
    });
  });

  it('is none where nothing changes', () => {
    expect(planned([granted(ONE)], granted(ONE))).toBeUndefined();
  });
});

describe('The plan of an enabling', () => {
  it('says who may launch the image again', () => {
    const { state } = givenAnImage(
      granted(ONE),
      granted(everybody),
      disabled,
      revoked(ONE),
      revoked(everybody),
    );
    const wish = enable(true);
    expect(images.decider.plan?.(wish, state, images.decider.decide(wish, state))).toEqual({
      before: { state: 'disabled', launchPermissions: [], deprecationTime: null },
      after: {
        state: 'available',
        launchPermissions: [ONE, everybody],
        deprecationTime: expect.any(String) as string,
      },
      access: { gain: [ONE, { userId: owner.account }, everybody], lose: [] },
    });
  });
});
