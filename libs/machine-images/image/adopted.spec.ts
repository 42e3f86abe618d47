import { recordedAtOf } from '../../../test/support/given';
import { adopt, adopted, LATER, observePermissions, seen } from './adoption.testing';
import { evolve } from './state';
import {
  account,
  becameAvailable,
  creationFailed,
  deprecationCancelled,
  deprecationScheduled,
  deregistered,
  described,
  disable,
  disabled,
  enabled,
  everybody,
  given,
  givenAnImage,
  grant,
  granted,
  IMAGE,
  organization,
  protectionDisabled,
  protectionEnabled,
  replaceTags,
  restored,
  revoked,
  rollBack,
  rolledBack,
  tagged,
  untagged,
} from './image.testing';

const FRIEND = '444455556666';
const known = given(adopted());

describe('Adopting an image that the ledger does not know', () => {
  it('records what was seen of it, and nothing else', () => {
    given().when(adopt()).thenRecords(adopted());
    expect(known.state).toMatchObject({
      lifecycle: 'available',
      creationDate: new Date('2016-05-07T23:23:30.000Z'),
      adoptionTime: recordedAtOf(0),
      created: { name: 'web 1.0', origin: { kind: 'adopted' }, rootDeviceType: 'ebs' },
    });
  });

  it('records with it that it is public, deprecated and protected', () => {
    const deprecationTime = '2030-01-01T00:00:00.000Z';
    given()
      .when(adopt({ isPublic: true, deprecationTime, deregistrationProtection: 'enabled-with-cooldown' }))
      .thenRecords(
        adopted(),
        deprecationScheduled(deprecationTime),
        protectionEnabled(true),
        granted(everybody),
      );
  });

  it('takes what says little, as old answers do', () => {
    const { imageId, ownerId, region, origin, tags } = seen();
    const little = {
      imageId,
      ownerId,
      region,
      origin,
      tags,
      state: 'available',
      blockDeviceMappings: [],
    } as const;
    const command = { ...adopt(), observed: { facts: little, observedAt: LATER } };
    given().when(command).thenRecords({ type: 'ImageAdopted', data: little });
    const { state } = given({ type: 'ImageAdopted', data: little });
    expect(state).toMatchObject({ created: { name: '', rootDeviceName: '' }, creationDate: recordedAtOf(0) });
  });

  it.each(['pending', 'failed', 'disabled', 'deregistered'] as const)('knows it as %s', (state) => {
    given().when(adopt({ state })).thenRecords(adopted({ state }));
    expect(given(adopted({ state })).state).toMatchObject({ lifecycle: state });
  });
});

describe('Adopting an image again', () => {
  it('records nothing when nothing has changed', () => {
    known.when(adopt()).thenNothingHappens();
    givenAnImage().when(adopt()).thenNothingHappens();
  });

  it('records exactly what has changed', () => {
    given(adopted({ tags: { a: '1', b: '2' } }), granted(everybody))
      .when(adopt({ tags: { a: '1', c: '3' }, description: 'new' }))
      .thenRecords(described('new'), tagged({ c: '3' }), untagged('b'), revoked(everybody));
  });

  it('takes reserved tags as the facts that they are', () => {
    known.when(adopt({ tags: { 'aws:x': '1' } })).thenRecords(tagged({ 'aws:x': '1' }));
  });

  it('takes away that everybody may launch it, and no account', () => {
    given(adopted(), granted(everybody), granted(account(FRIEND)))
      .when(adopt({ isPublic: false }))
      .thenRecords(revoked(everybody));
    const { isPublic: _, ...silent } = seen();
    given(adopted(), granted(everybody))
      .when({ ...adopt(), observed: { facts: silent, observedAt: LATER } })
      .thenNothingHappens();
  });

  it.each([
    ['pending', 'available', [becameAvailable]],
    ['failed', 'available', [becameAvailable]],
    ['disabled', 'available', [enabled]],
    ['deregistered', 'available', [restored('a1')]],
    ['available', 'disabled', [disabled]],
    ['deregistered', 'disabled', [restored('a1', 'disabled')]],
    ['pending', 'failed', [creationFailed('observed as failed')]],
    ['deregistered', 'failed', [restored('a1'), creationFailed('observed as failed')]],
    ['available', 'deregistered', [deregistered]],
  ] as const)('follows it from %s to %s', (from, to, [first, ...others]) => {
    given(adopted({ state: from }))
      .when(adopt({ state: to }))
      .thenRecords(first, ...others);
  });

  it('has no word for one that is being made again', () => {
    known.when(adopt({ state: 'pending' })).thenNothingHappens();
  });

  it('follows when it is deprecated, and takes for no change what a public image is by itself', () => {
    const at = '2017-01-01T00:00:00.000Z';
    known.when(adopt({ deprecationTime: at })).thenRecords(deprecationScheduled(at));
    given(adopted(), deprecationScheduled(at)).when(adopt()).thenRecords(deprecationCancelled);
    const isPublic = given(adopted(), granted(everybody));
    isPublic.when(adopt({ isPublic: true })).thenNothingHappens();
    isPublic
      .when(adopt({ isPublic: true, deprecationTime: '2018-05-07T23:23:30.000Z' }))
      .thenNothingHappens();
  });

  it('follows its protection where something is said of it', () => {
    given(adopted(), protectionEnabled(false))
      .when(adopt({ deregistrationProtection: 'disabled' }))
      .thenRecords(protectionDisabled);
    given(adopted(), protectionEnabled(false)).when(adopt()).thenNothingHappens();
  });

  it('is refused what never changes', () => {
    known.when(adopt({ ownerId: FRIEND })).thenRefuses('observed-otherwise');
    known.when(adopt({ region: 'eu-central-1' })).thenRefuses('observed-otherwise');
  });

  it('is refused a change that was seen before the last change; what changes nothing is no matter', () => {
    const before = new Date(recordedAtOf(0).getTime() - 1);
    known.when(adopt({ description: 'old' }, before)).thenRefuses('observed-too-early');
    known.when(adopt({}, before)).thenNothingHappens();
    known.when(adopt({ description: 'new' }, recordedAtOf(0))).thenRecords(described('new'));
  });

  it('counts a change that was observed from when it was seen', () => {
    const seenAt = new Date('2025-06-01T00:00:00.000Z');
    const image = evolve(known.state, described('seen'), LATER, seenAt);
    expect(image).toMatchObject({ changedAt: seenAt });
    const described2 = evolve(image, described('asked for'), LATER);
    expect(described2).toMatchObject({ changedAt: LATER });
  });
});

describe('Who was seen to be allowed to launch an image', () => {
  it('is recorded as exactly these', () => {
    given(adopted(), granted(everybody), granted(account(FRIEND)))
      .when(observePermissions([account('000000000001'), organization('o-a1b2c3d4e5')]))
      .thenRecords(
        granted(account('000000000001')),
        granted(organization('o-a1b2c3d4e5')),
        revoked(account(FRIEND)),
        revoked(everybody),
      );
  });

  it('is nothing to record when it is on record', () => {
    given(adopted(), granted(account(FRIEND)))
      .when(observePermissions([account(FRIEND)]))
      .thenNothingHappens();
  });

  it('may be more than the ledger itself would grant', () => {
    const encrypted = [{ deviceName: '/dev/xvda', ebs: { encrypted: true } }];
    given(adopted({ blockDeviceMappings: encrypted }), disabled)
      .when(observePermissions([everybody]))
      .thenRecords(granted(everybody));
  });

  it('is refused of an image that nobody knows, and when it was seen too early', () => {
    given().when(observePermissions([])).thenRefuses('unknown-image');
    const before = new Date(recordedAtOf(1).getTime() - 1);
    given(adopted(), granted(everybody))
      .when(observePermissions([], before))
      .thenRefuses('observed-too-early');
  });
});

describe('An adopted image', () => {
  it('is shared and disabled like any other', () => {
    known.when(grant(account(FRIEND))).thenRecords(granted(account(FRIEND)));
    given(adopted(), granted(account(FRIEND)))
      .when(disable())
      .thenRecords(disabled, revoked(account(FRIEND)));
  });

  it('keeps its reserved tags, which nobody can ask for or take away', () => {
    const image = given(adopted({ tags: { 'aws:x': '1', a: '1' } }));
    image.when(replaceTags({ b: '2' })).thenRecords(tagged({ b: '2' }), untagged('a'));
    image.when(replaceTags({ 'aws:x': '1', a: '1' })).thenNothingHappens();
    image.when(replaceTags({ 'aws:x': '2' })).thenRefuses('invalid-tags', '/aws:x');
  });

  it('is rolled back past tags that AWS has set since', () => {
    const earlier = given(adopted({ tags: { 'aws:x': '1', a: '1' } })).state;
    const asOf = recordedAtOf(0);
    given(adopted({ tags: { 'aws:x': '1', a: '1' } }), tagged({ 'aws:x': '2' }), untagged('a'))
      .when(rollBack({ asOf, include: ['tags'], earlier }))
      .thenRecords(rolledBack(asOf, 'tags'), tagged({ a: '1' }));
  });

  it('says no more why it failed once it is seen to be there', () => {
    const failed = given(adopted({ state: 'failed', cause: 'Client.InternalError' }), becameAvailable);
    expect(failed.state).not.toHaveProperty('cause');
    expect(failed.state).toMatchObject({ created: { imageId: IMAGE } });
  });
});
