import { unknownFamily } from '../family/state';
import type { FamilyEvent } from '../family/events';
import { families } from '../family/family';
import * as family from '../family/family.testing';
import { IMAGE, owner } from '../image/image.testing';
import type { RequestedImage } from '../launch/launch-source';
import { RootVolumeCannotReturn } from './errors';
import type { InstanceEvent } from './events';
import { givenRunning, ROOT_VOLUME } from './instance.testing';
import { replaced, requested } from './replacement.testing';
import { settleWish, type UndoneReplacement } from './root-volume-wish';
import type { ExistingInstance } from './state';

const web = { ownerId: owner.account, name: 'web' };
const byProd: RequestedImage = { family: web, channel: 'prod', version: 1 };

function after(...history: readonly InstanceEvent[]): ExistingInstance {
  const { state } = givenRunning(...history);
  if (state.kind === 'unknown') throw new Error('there is no instance');
  return state;
}

/** A family of that owner, with two versions; prod points at the second. */
const familyState = (...history: readonly FamilyEvent[]) =>
  [
    { type: 'FamilyCreated', data: web } as const,
    ...[1, 2].map((version): FamilyEvent => ({
      type: 'ImageVersionPublished',
      data: { ...web, version, imageId: family.imageOf(version) },
    })),
    { type: 'ChannelPromoted', data: { ...web, channel: 'prod', to: 2 } } as const,
    ...history,
  ].reduce((state, event) => families.decider.evolve(state, event, new Date(0)), families.decider.initial);

describe('What a root volume is asked for by', () => {
  it('leads by a channel or a version to an image, and the instance is to run that from then on', () => {
    const instance = after();
    const prod = { kind: 'channel', family: web, channel: 'prod' } as const;
    expect(settleWish(prod, familyState(), instance)).toEqual({
      source: { kind: 'image', imageId: family.imageOf(2) },
      requested: { family: web, channel: 'prod', version: 2 },
    });
    const first = { kind: 'version', family: web, version: 1 } as const;
    expect(settleWish(first, familyState(), instance)).toStrictEqual({
      source: { kind: 'image', imageId: family.imageOf(1) },
      requested: { family: web, version: 1 },
    });
    expect(() => settleWish({ ...first, version: 3 }, familyState(), instance)).toThrow('no version 3');
    expect(() => settleWish(first, unknownFamily, instance)).toThrow("no family 'web'");
  });

  it('by an image or a snapshot, does not change what the instance is to run', () => {
    const source = { kind: 'image', imageId: IMAGE } as const;
    expect(settleWish(source, unknownFamily, after())).toEqual({ source });
  });

  it('by the launch state, makes the instance run again what its launch asked for', () => {
    const source = { kind: 'launch-state' } as const;
    expect(settleWish(source, unknownFamily, after())).toStrictEqual({ source });
    const pinned = { ...after(), asked: byProd };
    expect(settleWish(source, unknownFamily, pinned)).toEqual({
      source,
      requested: pinned.launched.requested,
    });
  });
});

describe('Undoing the replacement of a root volume', () => {
  const undo = (undone: UndoneReplacement['undone']) =>
    ({ kind: 'undo', correlationId: 'that', ...(undone === undefined ? {} : { undone }) }) as const;
  const event = requested();
  if (event.type !== 'RootVolumeReplacementRequested') throw new Error('another event');
  const before = { ...after(), asked: byProd };

  it('asks for the image that ran before, and for what was asked for before', () => {
    const instance = after(event, replaced());
    expect(settleWish(undo({ requested: event.data, before }), unknownFamily, instance)).toEqual({
      source: { kind: 'image', imageId: IMAGE },
      requested: byProd,
      undo: 'that',
    });
  });

  it('is refused where nothing was replaced', () => {
    expect(() => settleWish(undo(undefined), unknownFamily, after())).toThrow('nothing was rolled back');
    const underWay = undo({ requested: event.data, before });
    expect(() => settleWish(underWay, unknownFamily, after(event))).toThrow('nothing was rolled back');
  });

  it('is refused where nobody knows which image ran before', () => {
    const unknown = { ...before, rootVolumes: new Map([[ROOT_VOLUME, undefined]]) };
    const wish = undo({ requested: event.data, before: unknown });
    expect(() => settleWish(wish, unknownFamily, after(event, replaced()))).toThrow(RootVolumeCannotReturn);
  });
});
