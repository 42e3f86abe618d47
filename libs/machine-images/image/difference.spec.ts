import fc from 'fast-check';
import { holds } from '../../../test/support/holds';
import type { BlockDeviceMapping } from '../block-device/block-device-mapping';
import { imageEvents } from './any-image.testing';
import { differenceOf } from './difference';
import type { ImageEvent } from './events';
import {
  account,
  content,
  created,
  deprecationScheduled,
  described,
  disabled,
  everybody,
  givenAnImage,
  granted,
  imageRevoked,
  offered,
  protectionEnabled,
  revoked,
  rootVolume,
  tagged,
  untagged,
} from './image.testing';
import type { ImageContent } from './registration';
import type { ExistingImage } from './state';

const [ONE, OTHER] = [account('000000000001'), account('000000000002')];
const LATER = '2027-06-01T12:30:00.000Z';

function imageAfter(...history: readonly ImageEvent[]): ExistingImage {
  const { state } = givenAnImage(...history);
  if (state.kind === 'unknown') throw new Error('there is always an image');
  return state;
}

const NOTHING = {
  launchPermissions: { added: [], removed: [] },
  tags: { added: {}, removed: {}, changed: {} },
  blockDeviceMappings: { added: [], removed: [], changed: [] },
  attributes: {},
};

describe('What differs between two moments of an image', () => {
  it('is who may launch it, its tags, its attributes and its state', () => {
    const past = [granted(ONE), tagged({ a: '1', b: '2', c: '3' }), described('one')];
    const since = [
      ...[granted(OTHER), revoked(ONE)],
      ...[tagged({ a: '9', d: '4' }), untagged('b')],
      ...[described('two'), deprecationScheduled(LATER), protectionEnabled(false), imageRevoked(), disabled],
    ];
    expect(differenceOf(imageAfter(...past), imageAfter(...past, ...since))).toEqual({
      state: { from: 'available', to: 'disabled' },
      launchPermissions: { added: [OTHER], removed: [ONE] },
      blockDeviceMappings: NOTHING.blockDeviceMappings,
      tags: { added: { d: '4' }, removed: { b: '2' }, changed: { a: { from: '1', to: '9' } } },
      attributes: {
        description: { from: 'one', to: 'two' },
        deprecationTime: { from: null, to: LATER },
        deregistrationProtection: { from: 'disabled', to: 'enabled' },
        revoked: { from: false, to: true },
      },
    });
  });

  it('is nothing of what came and went again', () => {
    const there = imageAfter(granted(ONE), tagged({ a: '1' }), revoked(ONE), untagged('a'));
    expect(differenceOf(imageAfter(), there)).toEqual(NOTHING);
  });

  it('is when it is deprecated, also for what became public', () => {
    expect(differenceOf(imageAfter(), imageAfter(granted(everybody))).attributes).toEqual({
      deprecationTime: { from: null, to: '2028-01-01T00:00:00.000Z' },
    });
  });

  it('and between two images, is their content besides', () => {
    const other = (deviceName: string, volumeSize: number) => ({ deviceName, ebs: { volumeSize } });
    const made = (...blockDeviceMappings: readonly BlockDeviceMapping[]) =>
      created({ content: content({ blockDeviceMappings, enaSupport: true }), name: 'web 2.0' });
    const before = imageAfter(
      created({ content: content({ blockDeviceMappings: [rootVolume, other('b', 1), other('c', 1)] }) }),
    );
    const { blockDeviceMappings, attributes } = differenceOf(
      before,
      imageAfter(made(rootVolume, other('b', 2), other('d', 1))),
    );
    expect(blockDeviceMappings).toEqual({
      added: [other('d', 1)],
      removed: [other('c', 1)],
      changed: [{ from: other('b', 1), to: other('b', 2) }],
    });
    expect(attributes).toEqual({
      name: { from: 'web 1.0', to: 'web 2.0' },
      enaSupport: { from: null, to: true },
    });
  });

  it('and is all that one says of itself, and the other does not', () => {
    const said: Partial<ImageContent> = {
      ...{ architecture: 'arm64', virtualizationType: 'hvm', bootMode: 'uefi', enaSupport: false },
      ...{ sriovNetSupport: 'simple', imdsSupport: 'v2.0', tpmSupport: 'v2.0' },
    };
    const none = Object.fromEntries(Object.keys(said).map((name) => [name, undefined]));
    const [before, after] = [none, said].map((of) => imageAfter(created({ content: content(of) })));
    expect(differenceOf(before!, after!).attributes).toEqual(
      Object.fromEntries(Object.entries(said).map(([name, to]) => [name, { from: null, to }])),
    );
  });

  it('is on what terms somebody may launch it', () => {
    const [before, after] = [granted(ONE), offered('000000000001')].map((event) => imageAfter(event));
    expect(differenceOf(before!, after!).launchPermissions).toEqual({
      added: [{ ...ONE, requiresAcceptance: true }],
      removed: [ONE],
    });
  });

  it('seen from the other end is the same the other way round', () => {
    const histories = fc.array(imageEvents, { maxLength: 20 });
    holds(
      fc.property(histories, histories, (past, since) => {
        const [from, to] = [imageAfter(...past), imageAfter(...past, ...since)];
        const [there, back] = [differenceOf(from, to), differenceOf(to, from)];
        const { added, removed } = there.launchPermissions;
        expect(back.launchPermissions).toEqual({ added: removed, removed: added });
        expect(back.tags).toMatchObject({ added: there.tags.removed, removed: there.tags.added });
        expect(Object.keys(back.tags.changed).sort()).toEqual(Object.keys(there.tags.changed).sort());
        expect(Object.keys(back.attributes)).toEqual(Object.keys(there.attributes));
        expect(differenceOf(to, to)).toEqual(NOTHING);
      }),
    );
  });
});
