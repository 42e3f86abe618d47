import { recordedAtOf } from '../../../test/support/given';
import { IMAGE } from '../image/image.testing';
import { adopt, adopted, adoptSaying, data, root } from './adoption.testing';
import type { InstanceEvent } from './events';
import {
  INSTANCE,
  OTHER_VOLUME,
  ROOT_VOLUME,
  given,
  launched,
  released,
  reserved,
  started,
  stop,
  stopped,
  tagged,
  terminate,
  terminated,
  untagged,
} from './instance.testing';
import { failed, requested } from './replacement.testing';

const typeChanged = (instanceType: string): InstanceEvent => ({
  type: 'InstanceTypeChanged',
  data: { instanceId: INSTANCE, instanceType },
});
const seenAt = (device: string, volumeId: string, deleteOnTermination: boolean): InstanceEvent =>
  reserved({ device, volumeId, attachmentId: 'a1', deleteOnTermination });

describe('Adopting an instance', () => {
  it('records what was seen of it, in the state that it was seen in', () => {
    given().when(adopt()).thenRecords(adopted());
    const { state } = given(adopted());
    expect(state).toMatchObject({
      lifecycle: 'running',
      launchTime: new Date('2016-05-07T23:23:30.000Z'),
      adoptionTime: recordedAtOf(0),
      launched: { launchId: 'r-0a1b2c3d', instanceType: 't2.micro' },
      asked: { imageId: IMAGE },
      rootVolumes: new Map([[ROOT_VOLUME, undefined]]),
    });
    const more = given(adopted({ devices: [data, root] })).state;
    expect(more.kind === 'existing' && [...more.rootVolumes.keys()]).toEqual([ROOT_VOLUME]);
    expect(state.kind === 'existing' && [...state.devices.values()]).toMatchObject([
      { volumeId: ROOT_VOLUME, deleteOnTermination: true },
    ]);
    given()
      .when(adopt({ state: 'terminated', devices: [] }))
      .thenRecords(adopted({ state: 'terminated', devices: [] }));
  });

  it('takes what says next to nothing', () => {
    const [event] = given().decide(adoptSaying());
    expect(event).toMatchObject({ type: 'InstanceAdopted', data: { state: 'pending', devices: [] } });
    expect(given(event!).state).toMatchObject({
      launched: { imageId: '', zone: '', instanceType: '', rootDeviceName: '' },
      launchTime: recordedAtOf(0),
    });
  });

  it('records nothing when nothing has changed, or nothing is said', () => {
    given(adopted()).when(adopt()).thenNothingHappens();
    given(adopted()).when(adoptSaying()).thenNothingHappens();
    given(adopted())
      .when(adopt({ state: 'pending' }))
      .thenNothingHappens();
  });

  it.each([
    ['running', 'stopped', [stopped]],
    ['stopped', 'running', [started]],
    ['stopped', 'pending', [started]],
    ['pending', 'running', [started]],
    ['running', 'terminated', [terminated]],
  ] as const)('follows it from %s to %s', (from, to, [event]) => {
    given(adopted({ state: from, devices: [] }))
      .when(adopt({ state: to, devices: [] }))
      .thenRecords(event);
  });

  it('records exactly what else has changed', () => {
    given(adopted({ tags: { a: '1' } }))
      .when(adopt({ tags: { 'aws:x': '' }, instanceType: 'm7g.large', devices: [data] }))
      .thenRecords(
        typeChanged('m7g.large'),
        tagged({ 'aws:x': '' }),
        untagged('a'),
        released({ device: '/dev/xvda', volumeId: ROOT_VOLUME, attachmentId: INSTANCE }),
        seenAt(data.deviceName, data.volumeId, false),
      );
    expect(given(adopted(), typeChanged('m7g.large')).state).toMatchObject({
      launched: { instanceType: 'm7g.large' },
    });
  });

  it('follows which volume has a device, and whether that goes with it', () => {
    given(adopted())
      .when(adopt({ devices: [{ ...root, deleteOnTermination: false }] }))
      .thenRecords(seenAt('/dev/xvda', ROOT_VOLUME, false));
    const another = seenAt('/dev/xvda', OTHER_VOLUME, true);
    given(adopted())
      .when(adopt({ devices: [{ ...root, volumeId: OTHER_VOLUME }] }))
      .thenRecords(another);
    const { state } = given(adopted(), another);
    expect(state.kind === 'existing' && [...state.rootVolumes.keys()]).toEqual([ROOT_VOLUME, OTHER_VOLUME]);
    expect(state.kind === 'existing' && state.devices.get('/dev/xvda')).toMatchObject({
      deleteOnTermination: true,
    });
  });

  it('leaves the volumes of one that is gone to what follows from that', () => {
    given(adopted())
      .when(adopt({ state: 'terminated', devices: [] }))
      .thenRecords(terminated);
    given(adopted(), terminated)
      .when(adopt({ state: 'terminated', devices: [] }))
      .thenNothingHappens();
    given(adopted(), terminated)
      .when(adopt({ state: 'terminated', devices: [], tags: { a: '1' } }))
      .thenRecords(tagged({ a: '1' }));
    const { state: _, ...unsaid } = adopt({ devices: [] }).observed.facts;
    given(adopted(), terminated)
      .when({ ...adopt(), observed: { ...adopt().observed, facts: { ...unsaid, tags: { a: '1' } } } })
      .thenRecords(tagged({ a: '1' }));
  });

  it('ends what was under way with one that is gone', () => {
    given(launched(), started, requested())
      .when(adopt({ state: 'terminated', instanceType: 'm7g.large' }))
      .thenRecords(terminated, failed('the instance was terminated'));
  });

  it('begins anew with one that is there again', () => {
    given(adopted({ tags: { a: '1' } }), terminated)
      .when(adopt())
      .thenRecords(untagged('a'), adopted());
  });

  it('is refused what never changes, and what was seen before the last change', () => {
    given(adopted())
      .when(adopt({ ownerId: '444455556666' }))
      .thenRefuses('observed-otherwise');
    const before = new Date(recordedAtOf(1).getTime() - 1);
    given(adopted(), stopped).when(adopt({}, before)).thenRefuses('observed-too-early');
    given(adopted(), stopped)
      .when(adopt({ state: 'stopped' }, before))
      .thenNothingHappens();
  });
});

describe('An adopted instance', () => {
  it('is stopped and terminated like any other', () => {
    given(adopted()).when(stop()).thenRecords(stopped);
    given(adopted({ state: 'pending' }))
      .when(terminate())
      .thenRecords(terminated);
  });
});
