import { byHand } from '../image/revocation.testing';
import { resolveChannel } from './channels';
import type { FamilyEvent } from './events';
import {
  administrator,
  created,
  gaveBack,
  given,
  givenVersions,
  imageOf,
  movedAway,
  promote,
  promoted,
  reinstate,
  reinstated,
  revoke,
  revoked,
  rollBack,
  rolledBack,
  stranger,
  undo,
} from './family.testing';

const UNFIT = [
  'unknown',
  'pending',
  'failed',
  'disabled',
  'deregistered',
  'revoked',
  'snapshots-lost',
] as const;

/** Three versions, one after the other in prod. */
const givenProd = (...further: readonly FamilyEvent[]) =>
  givenVersions(3, promoted('prod', 1), promoted('prod', 2, 1), promoted('prod', 3, 2), ...further);

describe('Promoting a channel', () => {
  it('points it at a version, and makes it where there is none', () => {
    givenVersions(1).when(promote('prod', 1)).thenRecords(promoted('prod', 1));
    givenVersions(2, promoted('prod', 1))
      .when(promote('prod', 2))
      .thenRecords(promoted('prod', 2, 1));
    expect(givenVersions(2, promoted('prod', 2)).state).toMatchObject({ channels: new Map([['prod', [2]]]) });
  });
  it('does nothing when it points there', () => {
    givenVersions(1, promoted('prod', 1))
      .when(promote('prod', 1, 'disabled'))
      .thenNothingHappens();
  });
  it('is refused for a version that there is not', () => {
    givenVersions(1).when(promote('prod', 2)).thenRefuses('unknown-image-version', '/version');
    givenVersions(1).when(promote('prod', 0)).thenRefuses('unknown-image-version', '/version');
  });
  it.each(UNFIT)('is refused for an image that is %s', (fitness) => {
    givenVersions(1)
      .when(promote('prod', 1, fitness))
      .thenRefuses('image-version-unusable', '/version');
  });
  it('is refused for a version that is revoked, although the image does not say so', () => {
    givenVersions(1, revoked(1)).when(promote('prod', 1)).thenRefuses('image-version-unusable', '/version');
  });
  it('is refused for latest, which moves by itself', () => {
    givenVersions(1).when(promote('latest', 1)).thenRefuses('channel-managed');
  });
  it('is refused under a name that is none', () => {
    givenVersions(1).when(promote('Prod', 1)).thenRefuses('invalid-family-name', '/channel');
  });
  it('is the owner’s and the administrators’; to others there is no family', () => {
    givenVersions(1)
      .when(promote('prod', 1, 'good', stranger))
      .thenRefuses('unknown-family');
    givenVersions(1)
      .when(promote('prod', 1, 'good', administrator))
      .thenRecords(promoted('prod', 1));
  });
});

describe('The channel latest', () => {
  const latestOf = (count: number, ...further: readonly FamilyEvent[]) => {
    const { state } = givenVersions(count, ...further);
    return state.kind === 'existing' ? resolveChannel(state, 'latest')?.version : undefined;
  };
  it.each([1, 9, 10, 25, 99, 100, 1_000])('of %i versions is the last of them, as a number', (count) => {
    expect(latestOf(count)).toBe(count);
    expect(latestOf(count, revoked(count))).toBe(count > 1 ? count - 1 : undefined);
  });
});

describe('Rolling a channel back', () => {
  // Each goes one further back, so that it is the one wish which asking again does not find true.
  const isRolledBack = (from: ReturnType<typeof given>, wish = rollBack('prod')) => from.decide(wish);

  it('points it at its previous version, and then at the one before: 3, 2, 1, no toggling', () => {
    expect(isRolledBack(givenProd())).toEqual([rolledBack('prod', 3, 2)]);
    expect(isRolledBack(givenProd(rolledBack('prod', 3, 2)))).toEqual([rolledBack('prod', 2, 1)]);
    givenProd(rolledBack('prod', 3, 2), rolledBack('prod', 2, 1))
      .when(rollBack('prod'))
      .thenRefuses('nothing-to-roll-back-to');
  });
  it('goes back to where it was before it was promoted again', () => {
    const again = givenProd(rolledBack('prod', 3, 1), promoted('prod', 3, 1));
    expect(isRolledBack(again)).toEqual([rolledBack('prod', 3, 1)]);
  });
  it('passes over what is no longer good', () => {
    expect(isRolledBack(givenProd(revoked(2)))).toEqual([rolledBack('prod', 3, 1)]);
    for (const fitness of UNFIT) {
      const wish = rollBack('prod', undefined, { 2: fitness });
      expect(isRolledBack(givenProd(), wish)).toEqual([rolledBack('prod', 3, 1)]);
    }
    givenProd(revoked(1), revoked(2)).when(rollBack('prod')).thenRefuses('nothing-to-roll-back-to');
  });
  it('points it at an earlier version that is named', () => {
    givenProd()
      .when(rollBack('prod', 1))
      .thenRecords(rolledBack('prod', 3, 1));
  });
  it('does nothing when it already points there', () => {
    givenProd().when(rollBack('prod', 3)).thenNothingHappens();
  });
  it.each(UNFIT)('is refused to a version whose image is %s, by name', (fitness) => {
    givenProd()
      .when(rollBack('prod', 1, { 1: fitness }))
      .thenRefuses('image-version-unusable', '/to');
  });
  it('is refused to a version that is revoked', () => {
    givenProd(revoked(1)).when(rollBack('prod', 1)).thenRefuses('image-version-unusable', '/to');
  });
  it('is refused to a version that it never pointed at, or was rolled back from', () => {
    givenVersions(3, promoted('prod', 3)).when(rollBack('prod', 1)).thenRefuses('never-in-channel', '/to');
    givenProd(rolledBack('prod', 3, 2))
      .when(rollBack('prod', 3))
      .thenRefuses('never-in-channel', '/to');
    givenProd().when(rollBack('prod', 4)).thenRefuses('unknown-image-version', '/to');
  });
  it('is refused to a version whose image nobody asked about', () => {
    const unasked = { fitness: new Map<string, never>() };
    givenProd()
      .when({ ...rollBack('prod', 1), ...unasked })
      .thenRefuses('image-version-unusable', '/to');
    givenProd()
      .when({ ...undo('prod', [1]), ...unasked })
      .thenRefuses('image-version-unusable', '/undo');
  });
  it('is refused for latest, for a channel that there is not, and for one that points at none', () => {
    givenProd().when(rollBack('latest')).thenRefuses('channel-managed');
    givenProd().when(rollBack('beta')).thenRefuses('unknown-channel');
    givenProd(rolledBack('prod', 3)).when(rollBack('prod')).thenRefuses('nothing-to-roll-back-to');
  });
  it('is not for others', () => {
    givenProd()
      .when(rollBack('prod', 1, {}, stranger))
      .thenRefuses('unknown-family');
  });
});

describe('Undoing a rollback of a channel', () => {
  it('gives it back its whole path: the next rollback goes where it would have gone', () => {
    const undone = [rolledBack('prod', 3, 1), gaveBack('prod', 1, 'rollback', [1, 2, 3])];
    givenProd(rolledBack('prod', 3, 1))
      .when(undo('prod', [1, 2, 3]))
      .thenRecords(gaveBack('prod', 1, 'rollback', [1, 2, 3]));
    expect(givenProd(...undone).decide(rollBack('prod'))).toEqual([rolledBack('prod', 3, 2)]);
  });
  it('takes it from whatever it was promoted to since', () => {
    givenProd(rolledBack('prod', 3, 2), promoted('prod', 1, 2))
      .when(undo('prod', [1, 2, 3]))
      .thenRecords(gaveBack('prod', 1, 'rollback', [1, 2, 3]));
  });
  it('points it at a version again that a revocation took it from, once that is good, and at none', () => {
    const none = [revoked(3), rolledBack('prod', 3)];
    givenProd(...none)
      .when(undo('prod', [1, 2, 3]))
      .thenRefuses('image-version-unusable', '/undo');
    givenProd(...none, reinstated(3))
      .when(undo('prod', [1, 2, 3]))
      .thenRecords(gaveBack('prod', undefined, 'rollback', [1, 2, 3]));
    givenProd()
      .when(undo('prod', []))
      .thenRecords(gaveBack('prod', 3, 'rollback', []));
  });
  it('does nothing when that is how it is', () => {
    givenProd()
      .when(undo('prod', [1, 2, 3]))
      .thenNothingHappens();
  });
  it.each(UNFIT)('is refused to a version whose image is %s, by name', (fitness) => {
    givenProd(rolledBack('prod', 3, 2))
      .when(undo('prod', [1, 2, 3], { 3: fitness }))
      .thenRefuses('image-version-unusable', '/undo');
  });
  it('is refused for a request that did not roll it back, and for latest', () => {
    givenProd().when(undo('prod', undefined)).thenRefuses('unknown-rollback', '/undo');
    givenProd()
      .when(undo('latest', [1]))
      .thenRefuses('channel-managed');
  });
});

describe('Revoking the image of a version', () => {
  it('is taken over, and moves the channels that point at it to their last good version', () => {
    givenProd(promoted('beta', 3), promoted('stable', 1))
      .when(revoke(3))
      .thenRecords(revoked(3), movedAway(byHand, 'prod', 3, 2), movedAway(byHand, 'beta', 3));
  });
  it('passes over what is revoked itself', () => {
    givenProd(revoked(2))
      .when(revoke(3))
      .thenRecords(revoked(3), movedAway(byHand, 'prod', 3, 1));
    givenProd()
      .when(revoke(3, 'move', { 1: 'deregistered', 2: 'disabled' }))
      .thenRecords(revoked(3), movedAway(byHand, 'prod', 3));
  });
  it('leaves the channels where they are when that is asked for', () => {
    givenProd().when(revoke(3, 'keep')).thenRecords(revoked(3));
    const state = givenProd(revoked(3)).state;
    expect(state.kind === 'existing' && resolveChannel(state, 'prod')).toEqual({
      version: 3,
      imageId: imageOf(3),
    });
  });
  it('does nothing where it is no version, or a revoked one', () => {
    given(created).when(revoke(1)).thenNothingHappens();
    givenProd(revoked(3), movedAway(byHand, 'prod', 3, 2))
      .when(revoke(3))
      .thenNothingHappens();
    givenProd(revoked(3)).when(revoke(3, 'keep')).thenNothingHappens();
  });
  it('moves the channels that were to stay, when they are to move after all', () => {
    givenProd(revoked(3))
      .when(revoke(3))
      .thenRecords(movedAway(byHand, 'prod', 3, 2));
  });
});

describe('Reinstating the image of a version', () => {
  it('is taken over; channels stay where they are', () => {
    givenProd(revoked(3), rolledBack('prod', 3, 2))
      .when(reinstate(3))
      .thenRecords(reinstated(3));
  });
  it('does nothing where it is no version, or not revoked', () => {
    givenProd().when(reinstate(3)).thenNothingHappens();
    givenProd().when(reinstate(9)).thenNothingHappens();
  });
});
