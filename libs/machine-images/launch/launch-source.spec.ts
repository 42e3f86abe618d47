import { DomainError } from '#event-sourcing';
import type { FamilyEvent } from '../family/events';
import { created, imageOf, owner, promoted, published, revoked, rolledBack } from '../family/family.testing';
import { families } from '../family/family';
import { resolveSource } from './launch-source';

const family = { ownerId: owner.account, name: 'web' };
const stranger = '444455556666';

const after = (...events: readonly FamilyEvent[]) =>
  events.reduce(
    (state, event) => families.decider.evolve(state, event, new Date(0)),
    families.decider.initial,
  );
const web = after(created, published(1), published(2), promoted('prod', 1));

const byChannel = (channel: string, state = web, account = owner.account) =>
  resolveSource({ kind: 'channel', family, channel }, state, account);
const byVersion = (version: number, account = owner.account) =>
  resolveSource({ kind: 'version', family, version }, web, account);

function refusalOf(resolve: () => unknown): unknown {
  try {
    return resolve();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return [error.code, error.pointer, error.isHidden];
  }
}

describe('What a family leads to', () => {
  it('is the image that the channel points at, and says which version that was', () => {
    expect(byChannel('prod')).toEqual({
      imageId: imageOf(1),
      requested: { family, channel: 'prod', version: 1 },
    });
    expect(byChannel('latest')).toEqual({
      imageId: imageOf(2),
      requested: { family, channel: 'latest', version: 2 },
    });
  });

  it('is the image of the version that is named', () => {
    expect(byVersion(1)).toStrictEqual({ imageId: imageOf(1), requested: { family, version: 1 } });
  });

  it('is nothing where there is no such family, channel or version, or the channel points at none', () => {
    const refusals = [
      () => byChannel('prod', after()),
      () => byChannel('beta'),
      () => byVersion(3),
      () => byChannel('latest', after(created)),
      () => byChannel('latest', after(created, published(1), revoked(1))),
      () => byChannel('prod', after(created, published(1), promoted('prod', 1), rolledBack('prod', 1))),
    ].map(refusalOf);
    expect(refusals).toEqual([
      ['unknown-family', '/family', false],
      ['unknown-channel', '/channel', false],
      ['unknown-image-version', '/version', false],
      ['channel-points-at-none', '/channel', false],
      ['channel-points-at-none', '/channel', false],
      ['channel-points-at-none', '/channel', false],
    ]);
  });

  it('tells others nothing of what another account’s family has', () => {
    const refusals = [
      () => byChannel('beta', web, stranger),
      () => byVersion(3, stranger),
      () => byChannel('latest', after(created), stranger),
    ].map(refusalOf);
    expect(refusals).toEqual(Array.from({ length: 3 }, () => ['unknown-family', '/family', true]));
    expect(byVersion(2, stranger)).toMatchObject({ imageId: imageOf(2) });
  });
});
