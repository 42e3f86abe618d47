import { byHand } from '../image/revocation.testing';
import { plan } from './channel-plan';
import {
  givenVersions,
  imageOf,
  movedAway,
  promoted,
  revoke,
  revoked,
  rollBack,
  rolledBack,
  undo,
} from './family.testing';
import type { FamilyCommand } from './commands';
import type { FamilyEvent } from './events';

const prod = [promoted('prod', 1), promoted('prod', 2, 1)];
const ONE = { userId: '000000000001' };
const at = (version: number) => ({ version, imageId: imageOf(version) });
const none = { version: null, imageId: null };

/** What a command comes to, after these. */
function planned(command: FamilyCommand, ...further: readonly FamilyEvent[]) {
  const family = givenVersions(2, ...prod, ...further);
  return plan(command, family.state, family.decide(command));
}

describe('What a rollback of a channel comes to', () => {
  it('is where it points before and after', () => {
    const access = { gain: [], lose: [] };
    expect(planned(rollBack('prod'))).toStrictEqual({ before: at(2), after: at(1), access });
  });

  it('is nowhere, where undoing leads to nothing or from nothing', () => {
    expect(planned(undo('prod', []))).toMatchObject({ undo: 'rollback', before: at(2), after: none });
    const gone = rolledBack('prod', 2);
    expect(planned(undo('prod', [1, 2]), gone)).toMatchObject({ before: none, after: at(2) });
  });

  it('is who gets or loses what it points at, and nobody from nowhere', () => {
    const launchers = new Map([[imageOf(2), [ONE]]]);
    const gains = planned({ ...undo('prod', [1, 2]), launchers }, rolledBack('prod', 2));
    expect(gains).toMatchObject({ access: { gain: [ONE], lose: [] } });
    const loses = planned({ ...undo('prod', []), launchers });
    expect(loses).toMatchObject({ access: { gain: [], lose: [ONE] } });
  });

  it('is nothing where nothing is rolled back, or by something else than a rollback', () => {
    expect(planned(rollBack('prod', 2))).toBeUndefined();
    const moves = revoke(2);
    expect(givenVersions(2, ...prod, revoked(2)).decide(moves)).toEqual([movedAway(byHand, 'prod', 2, 1)]);
    expect(planned(moves, revoked(2))).toBeUndefined();
  });
});
