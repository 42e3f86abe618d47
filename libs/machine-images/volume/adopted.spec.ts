import { recordedAtOf } from '../../../test/support/given';
import { adopt, adopted } from './adoption.testing';
import type { ObservedVolume } from './commands';
import type { VolumeEvent } from './events';
import {
  attach,
  attached,
  created,
  deleted,
  detached,
  device,
  given,
  instanceId,
  tagged,
  untagged,
  volumeId,
} from './volume.testing';

const attachment = { instanceId, device, deleteOnTermination: true };
const seenAttached = attached(instanceId, device, true);
const modified = (data: { size: number; iops?: number; throughput?: number }): VolumeEvent => ({
  type: 'VolumeModified',
  data: { volumeId, volumeType: 'gp3', ...data },
});

describe('Adopting a volume', () => {
  it('records what was seen of it, and what it is attached to', () => {
    given().when(adopt()).thenRecords(adopted());
    given().when(adopt({ attachment })).thenRecords(adopted(), seenAttached);
    expect(given(adopted(), seenAttached).state).toMatchObject({
      lifecycle: 'in-use',
      createTime: new Date('2016-05-07T23:23:30.000Z'),
      attachment: { instanceId, attachTime: recordedAtOf(1) },
    });
  });

  it('knows since when it is attached where that was told', () => {
    const attachTime = '2017-01-01T00:00:00.000Z';
    const data = { volumeId, ...attachment, attachTime };
    given()
      .when(adopt({ attachment: { ...attachment, attachTime } }))
      .thenRecords(adopted(), { type: 'VolumeAttached', data });
    expect(given(adopted(), { type: 'VolumeAttached', data }).state).toMatchObject({
      attachment: { attachTime: new Date(attachTime) },
    });
  });

  it('knows neither its zone nor since when it is there, where that was not told', () => {
    const { createTime: _time, zone: _zone, ...data } = adopt().observed.facts;
    const { state } = given({ type: 'VolumeAdopted', data });
    expect(state).toMatchObject({ createTime: recordedAtOf(0), created: { zone: '' } });
  });

  it('records of its rates those that were told', () => {
    const { iops: _, ...unrated } = adopt({ size: 16 }).observed.facts;
    const asked = (facts: ObservedVolume) => ({ ...adopt(), observed: { ...adopt().observed, facts } });
    given(adopted())
      .when(asked(unrated))
      .thenRecords(modified({ size: 16 }));
    given(adopted())
      .when(asked({ ...unrated, throughput: 250 }))
      .thenRecords(modified({ size: 16, throughput: 250 }));
  });

  it('follows it from one device to another', () => {
    given(adopted(), attached(instanceId, '/dev/sdg'))
      .when(adopt({ attachment }))
      .thenRecords(
        { type: 'VolumeDetached', data: { volumeId, instanceId, device: '/dev/sdg' } },
        seenAttached,
      );
  });

  it('records nothing when nothing has changed', () => {
    given(adopted()).when(adopt()).thenNothingHappens();
    given(adopted(), seenAttached).when(adopt({ attachment })).thenNothingHappens();
  });

  it('takes it for no change that a rate is told which nobody had set', () => {
    given(created()).when(adopt()).thenNothingHappens();
    const { iops: _, ...withoutRate } = adopt().observed.facts;
    given(adopted())
      .when({ ...adopt(), observed: { ...adopt().observed, facts: withoutRate } })
      .thenNothingHappens();
  });

  it('records exactly what has changed', () => {
    given(adopted())
      .when(adopt({ size: 16 }))
      .thenRecords(modified({ size: 16, iops: 3_000 }));
    given(adopted())
      .when(adopt({ iops: 4_000 }))
      .thenRecords(modified({ size: 8, iops: 4_000 }));
    expect(given(adopted(), modified({ size: 16, iops: 4_000 })).state).toMatchObject({
      created: { size: 16, iops: 4_000, volumeType: 'gp3' },
    });
    given(adopted())
      .when(adopt({ tags: { 'aws:x': '' } }))
      .thenRecords(tagged({ 'aws:x': '' }), untagged('team'));
    given(adopted()).when(adopt({ attachment })).thenRecords(seenAttached);
    given(adopted(), attached()).when(adopt()).thenRecords(detached);
    given(adopted(), attached())
      .when(adopt({ state: 'deleted' }))
      .thenRecords(detached, deleted);
  });

  it('follows it from one instance to another, and what becomes of it with that', () => {
    given(adopted(), attached('i-2'))
      .when(adopt({ attachment }))
      .thenRecords({ type: 'VolumeDetached', data: { volumeId, instanceId: 'i-2', device } }, seenAttached);
    given(adopted(), attached()).when(adopt({ attachment })).thenRecords(seenAttached);
  });

  it('begins anew with one that is there again', () => {
    given(adopted(), deleted)
      .when(adopt({ tags: {}, attachment }))
      .thenRecords(untagged('team'), adopted({ tags: {} }), seenAttached);
    given(adopted(), deleted)
      .when(adopt({ state: 'deleted' }))
      .thenNothingHappens();
  });

  it('is refused what never changes, and what was seen before the last change', () => {
    given(adopted())
      .when(adopt({ ownerId: '444455556666' }))
      .thenRefuses('observed-otherwise');
    given(adopted())
      .when(adopt({ region: 'eu-central-1' }))
      .thenRefuses('observed-otherwise');
    const before = new Date(recordedAtOf(1).getTime() - 1);
    given(adopted(), attached()).when(adopt({}, before)).thenRefuses('observed-too-early');
    given(adopted(), attached())
      .when(adopt({ attachment: { ...attachment, deleteOnTermination: false } }, before))
      .thenNothingHappens();
  });
});

describe('An adopted volume', () => {
  it('is attached like any other', () => {
    given(adopted()).when(attach()).thenRecords(attached());
    given(adopted(), attached('i-2')).when(attach()).thenRefuses('volume-in-use');
  });
});
