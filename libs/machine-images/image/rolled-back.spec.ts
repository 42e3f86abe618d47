import type { ImageAspect } from './aspects';
import type { RollBackImage } from './commands';
import type { ImageEvent } from './events';
import {
  IMAGE,
  TODAY,
  account,
  administrator,
  becameAvailable,
  content,
  created,
  deprecationCancelled,
  deprecationScheduled,
  deregistered,
  described,
  disabled,
  enabled,
  encryptedVolume,
  everybody,
  given,
  givenAnImage,
  granted,
  imageRevoked,
  protectionEnabled,
  restored,
  revoked,
  rollBack,
  rollbackUndone,
  rolledBack,
  stranger,
  tagged,
  untagged,
} from './image.testing';
import { MAX_LAUNCH_PERMISSIONS } from './launch-permissions';

const [ONE, OTHER] = [account('000000000001'), account('000000000002')];
const THEN = new Date('2026-01-15T00:00:00.000Z');
const LATER = '2027-06-01T12:30:00.000Z';

const imageAfter = (...history: readonly ImageEvent[]) => givenAnImage(...history).state;
const toState = (earlier: ReturnType<typeof imageAfter>, ...include: readonly ImageAspect[]) =>
  ({ asOf: THEN, include, earlier }) as const;
const all: readonly ImageAspect[] = ['lifecycle', 'launchPermissions', 'attributes', 'tags'];

describe('Rolling an image back', () => {
  it('gives it back what it had, in one go', () => {
    const past = [granted(ONE), described('one'), deprecationScheduled(LATER), tagged({ a: '1', b: '2' })];
    const since = [
      revoked(ONE),
      granted(OTHER),
      described('two'),
      deprecationCancelled,
      tagged({ a: '3', c: '4' }),
      untagged('b'),
    ];
    givenAnImage(...past, ...since)
      .when(rollBack(toState(imageAfter(...past), 'tags', 'attributes', 'launchPermissions', 'tags')))
      .thenRecords(
        rolledBack(THEN, 'launchPermissions', 'attributes', 'tags'),
        revoked(OTHER),
        described('one'),
        deprecationScheduled(LATER),
        tagged({ a: '1', b: '2' }),
        untagged('c'),
        granted(ONE),
      );
  });

  it('gives back the deprecation of then with its replacement, or none', () => {
    const replacement = 'ami-00000000000000007';
    const data = { imageId: IMAGE, deprecateAt: LATER, replacement };
    const replaced = { type: 'ImageDeprecationScheduled', data } as const;
    givenAnImage(replaced, deprecationScheduled(LATER))
      .when(rollBack(toState(imageAfter(replaced), 'attributes')))
      .thenRecords(rolledBack(THEN, 'attributes'), replaced);
    givenAnImage(replaced)
      .when(rollBack(toState(imageAfter(), 'attributes')))
      .thenRecords(rolledBack(THEN, 'attributes'), deprecationCancelled);
  });

  it('leaves out what was not asked for', () => {
    givenAnImage(granted(ONE), described('two'))
      .when(rollBack(toState(imageAfter(), 'attributes')))
      .thenRecords(rolledBack(THEN, 'attributes'), described(''));
  });

  it('does nothing when nothing is different, whatever happened in between', () => {
    givenAnImage(granted(ONE), described('two'), described(''), revoked(ONE))
      .when(rollBack(toState(imageAfter(), ...all)))
      .thenNothingHappens();
  });

  it('is for the time of the image, not before', () => {
    givenAnImage()
      .when(rollBack(toState(given().state, 'tags')))
      .thenRefuses('image-not-yet-created', '/asOf');
  });

  it('is for its owner and for administrators', () => {
    const to = toState(imageAfter(), 'launchPermissions');
    givenAnImage(granted(ONE))
      .when(rollBack(to, { by: stranger }))
      .thenRefuses('unknown-image');
    givenAnImage(granted(everybody))
      .when(rollBack(to, { by: stranger }))
      .thenRefuses('not-the-owner');
    givenAnImage(granted(ONE))
      .when(rollBack(to, { by: administrator }))
      .thenRecords(rolledBack(THEN, 'launchPermissions'), revoked(ONE));
  });
});

describe('Rolling an image back follows the rules of today:', () => {
  const open = toState(imageAfter(granted(everybody), granted(ONE)), 'launchPermissions');

  it('nothing becomes public where that is blocked, and then nobody gets anything', () => {
    givenAnImage()
      .when(rollBack(open, { imageBlockPublicAccess: 'block-new-sharing' }))
      .thenRefuses('public-access-blocked', '/asOf');
    givenAnImage(granted(everybody))
      .when(rollBack(open, { imageBlockPublicAccess: 'block-new-sharing' }))
      .thenRecords(rolledBack(THEN, 'launchPermissions'), granted(ONE));
  });

  it('nothing that is encrypted becomes public', () => {
    const encrypted = created({ content: content({ blockDeviceMappings: [encryptedVolume] }) });
    given(encrypted, becameAvailable)
      .when(rollBack(open))
      .thenRefuses('encrypted-image-cannot-be-public', '/asOf');
  });

  it('there is a limit, which counts what is there afterwards', () => {
    const many = (count: number, from = 0) =>
      Array.from({ length: count }, (_, index) => granted(account(String(from + index).padStart(12, '0'))));
    const full = imageAfter(...many(MAX_LAUNCH_PERMISSIONS, 1));
    expect(
      givenAnImage(granted(account('0'.repeat(12)))).decide(rollBack(toState(full, 'launchPermissions'))),
    ).toHaveLength(MAX_LAUNCH_PERMISSIONS + 2);
    givenAnImage()
      .when(rollBack(toState(imageAfter(...many(MAX_LAUNCH_PERMISSIONS + 1)), 'launchPermissions')))
      .thenRefuses('too-many-launch-permissions', '/asOf');
  });

  it('no deprecation comes back that is over, and none is put off of what stays public', () => {
    const scheduled = toState(imageAfter(deprecationScheduled(LATER)), 'attributes');
    givenAnImage(described('x'))
      .when(rollBack(scheduled, { at: new Date('2028-01-01T00:00:00Z') }))
      .thenRefuses('invalid-deprecation-time', '/asOf');
    givenAnImage(deprecationScheduled('2027-01-01T00:00:00.000Z'), granted(everybody))
      .when(rollBack(scheduled))
      .thenRefuses('public-deprecation-fixed', '/asOf');
  });

  it('what is private again may be deprecated later', () => {
    givenAnImage(deprecationScheduled('2027-01-01T00:00:00.000Z'), granted(everybody))
      .when(rollBack(toState(imageAfter(deprecationScheduled(LATER)), 'launchPermissions', 'attributes')))
      .thenRecords(
        rolledBack(THEN, 'launchPermissions', 'attributes'),
        revoked(everybody),
        deprecationScheduled(LATER),
      );
  });

  it('nobody gets a permission for what is disabled', () => {
    givenAnImage(disabled).when(rollBack(open)).thenRefuses('image-disabled', '/asOf');
  });

  it('what is deregistered stays as it is', () => {
    givenAnImage(granted(ONE), deregistered)
      .when(rollBack(toState(imageAfter(), ...all)))
      .thenRefuses('image-deregistered');
  });
});

describe('Rolling the lifecycle of an image back', () => {
  it('enables it, and with its permissions when these are wanted', () => {
    const history = [granted(ONE), disabled, revoked(ONE)];
    givenAnImage(...history)
      .when(rollBack(toState(imageAfter(granted(ONE)), 'lifecycle')))
      .thenRecords(rolledBack(THEN, 'lifecycle'), enabled);
    givenAnImage(...history)
      .when(rollBack(toState(imageAfter(granted(ONE)), 'lifecycle', 'launchPermissions')))
      .thenRecords(rolledBack(THEN, 'lifecycle', 'launchPermissions'), enabled, granted(ONE));
  });

  it('disables it, and takes its permissions', () => {
    givenAnImage(disabled, enabled, granted(ONE))
      .when(rollBack(toState(imageAfter(disabled), 'lifecycle')))
      .thenRecords(rolledBack(THEN, 'lifecycle'), disabled, revoked(ONE));
  });

  it.each([
    ['pending', given(created()).state],
    ['deregistered', imageAfter(deregistered)],
  ])('does not make it %s', (_, earlier) => {
    givenAnImage(deregistered, restored())
      .when(rollBack(toState(earlier, 'lifecycle')))
      .thenRefuses('lifecycle-cannot-return', '/asOf');
  });

  it('does not enable what has lost its snapshots', () => {
    const wish = rollBack(toState(imageAfter(), 'lifecycle'));
    givenAnImage(disabled)
      .when({ ...wish, lostSnapshots: ['snap-1'] })
      .thenRefuses('image-snapshots-lost', '/asOf');
  });

  it('changes neither revocations nor protection', () => {
    givenAnImage(imageRevoked(), protectionEnabled(true))
      .when(rollBack(toState(imageAfter(), ...all)))
      .thenNothingHappens();
  });
});

describe('Undoing the rollback of an image', () => {
  const undo = (undone?: Extract<RollBackImage['to'], { undo: string }>['undone']): RollBackImage =>
    rollBack(undone === undefined ? { undo: 'that' } : { undo: 'that', undone });

  it('gives it back what the rollback took', () => {
    const before = [granted(ONE), described('x')];
    givenAnImage(...before, rolledBack(THEN, 'launchPermissions'), revoked(ONE), described('y'))
      .when(undo({ include: ['launchPermissions'], earlier: imageAfter(...before) }))
      .thenRecords(rollbackUndone('that', 'launchPermissions'), granted(ONE));
  });

  it('gives the permissions back that disabling took', () => {
    givenAnImage(granted(ONE), rolledBack(THEN, 'lifecycle'), disabled, revoked(ONE))
      .when(undo({ include: ['lifecycle'], earlier: imageAfter(granted(ONE)) }))
      .thenRecords(rollbackUndone('that', 'lifecycle', 'launchPermissions'), enabled, granted(ONE));
  });

  it('is refused where there was none', () => {
    givenAnImage().when(undo()).thenRefuses('unknown-rollback', '/undo');
  });

  it('points at what was to be undone when it is refused', () => {
    const past = imageAfter(deprecationScheduled(LATER));
    givenAnImage()
      .when({
        ...undo({ include: ['attributes'], earlier: past }),
        at: new Date(LATER.replace('2027', '2028')),
      })
      .thenRefuses('invalid-deprecation-time', '/undo');
    expect(TODAY < new Date(LATER)).toBe(true);
  });
});
