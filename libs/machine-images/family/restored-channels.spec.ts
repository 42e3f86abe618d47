import { byCascade } from '../image/revocation.testing';
import { resolveChannel } from './channels';
import {
  broughtBack,
  created,
  givenVersions,
  movedAway,
  promote,
  promoted,
  published,
  reinstate,
  reinstated,
  revoke,
  revoked,
  rollBack,
  rolledBack,
} from './family.testing';
import type { FamilyEvent } from './events';

/** prod went 1, 2, 3, and left 3 for a cascade. */
const promotions = [promoted('prod', 1), promoted('prod', 2, 1), promoted('prod', 3, 2)];
const left = [...promotions, revoked(3), movedAway(byCascade('one'), 'prod', 3, 2)];
const family = (...further: readonly FamilyEvent[]) => givenVersions(4, ...left, ...further);

describe('A channel that left a revoked version', () => {
  it('says for which cause', () => {
    givenVersions(3, ...promotions)
      .when(revoke(3, 'move', {}, byCascade('one')))
      .thenRecords(revoked(3), movedAway(byCascade('one'), 'prod', 3, 2));
  });

  it('comes back when the cascade is undone, and can go back from there as before', () => {
    family()
      .when(reinstate(3, 'one'))
      .thenRecords(reinstated(3, 'one'), broughtBack('one', 'prod', 3, 2));
    family(reinstated(3, 'one'), broughtBack('one', 'prod', 3, 2))
      .when(rollBack('prod', 2))
      .thenRecords(rolledBack('prod', 3, 2));
  });

  it('stays where it is when the version is reinstated by hand, and is not drawn there later', () => {
    family().when(reinstate(3)).thenRecords(reinstated(3));
    family(reinstated(3), revoked(2), movedAway(byCascade('two'), 'prod', 2, 1))
      .when(reinstate(2, 'two'))
      .thenRecords(reinstated(2, 'two'), broughtBack('two', 'prod', 2, 1));
  });

  it('stays where somebody has moved it since', () => {
    for (const moved of [promoted('prod', 4, 2), rolledBack('prod', 2, 1)])
      family(moved).when(reinstate(3, 'one')).thenRecords(reinstated(3, 'one'));
  });

  it('comes back as far as versions are good: one after the other, as they are reinstated', () => {
    const twice = [...left, revoked(2), movedAway(byCascade('one'), 'prod', 2, 1)];
    givenVersions(3, ...twice)
      .when(reinstate(2, 'one'))
      .thenRecords(reinstated(2, 'one'), broughtBack('one', 'prod', 2, 1));
    const half = [...twice, reinstated(2, 'one'), broughtBack('one', 'prod', 2, 1)];
    givenVersions(3, ...half)
      .when(reinstate(3, 'one'))
      .thenRecords(reinstated(3, 'one'), broughtBack('one', 'prod', 3, 2));
    givenVersions(3, ...twice)
      .when(reinstate(3, 'one'))
      .thenRecords(reinstated(3, 'one'), broughtBack('one', 'prod', 3, 1));
  });

  it('does not come back to what cannot be used now', () => {
    for (const fitness of ['disabled', 'deregistered', 'revoked'] as const)
      family()
        .when(reinstate(3, 'one', { 3: fitness }))
        .thenRecords(reinstated(3, 'one'));
  });

  it('does not come back to where it stands', () => {
    givenVersions(
      4,
      ...promotions,
      promoted('prod', 4, 3),
      revoked(4),
      movedAway(byCascade('one'), 'prod', 4, 3),
    )
      .when(reinstate(4, 'one', { 4: 'disabled' }))
      .thenRecords(reinstated(4, 'one'));
  });

  it('comes back from nowhere, when no version was left', () => {
    const nowhere = [
      created,
      published(1),
      promoted('prod', 1),
      revoked(1),
      movedAway(byCascade('one'), 'prod', 1),
    ];
    givenVersions(0, ...nowhere.slice(1))
      .when(reinstate(1, 'one'))
      .thenRecords(reinstated(1, 'one'), broughtBack('one', 'prod', 1));
  });

  it('comes back once: what was promoted afterwards stays', () => {
    const back = [reinstated(3, 'one'), broughtBack('one', 'prod', 3, 2)];
    const { state } = family(...back);
    expect(state.kind === 'existing' && resolveChannel(state, 'prod')).toMatchObject({ version: 3 });
    family(...back, revoked(4))
      .when(reinstate(4, 'one'))
      .thenRecords(reinstated(4, 'one'));
    family(...back)
      .when(promote('prod', 4))
      .thenRecords(promoted('prod', 4, 3));
  });
});

describe('Where channels may come back to', () => {
  const displaced = (...further: readonly FamilyEvent[]) => {
    const { state } = family(
      promoted('beta', 4),
      revoked(4),
      movedAway(byCascade('one'), 'beta', 4),
      ...further,
    );
    return state.kind === 'existing' ? Object.fromEntries(state.displaced) : undefined;
  };

  it('is remembered of each, until somebody moves it or it is back', () => {
    expect(displaced()).toEqual({ prod: [1, 2, 3], beta: [4] });
    expect(displaced(promoted('prod', 1, 2))).toEqual({ beta: [4] });
    expect(displaced(reinstated(3, 'one'), broughtBack('one', 'prod', 3, 2))).toEqual({ beta: [4] });
  });

  it('is no version that was reinstated by hand, but where the channel stands', () => {
    expect(displaced(reinstated(3))).toEqual({ prod: [1, 2], beta: [4] });
    expect(displaced(revoked(2), reinstated(2))).toEqual({ prod: [1, 2, 3], beta: [4] });
    const further = [
      promoted('prod', 3, 2),
      promoted('prod', 4, 3),
      movedAway(byCascade('two'), 'prod', 4, 3),
    ];
    expect(displaced(...further, reinstated(3))).toEqual({ prod: [1, 2, 3, 4], beta: [4] });
  });
});
