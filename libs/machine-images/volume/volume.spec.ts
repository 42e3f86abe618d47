import { recordedAtOf } from '../../../test/support/given';
import { InvalidField } from '../identifiers';
import { InvalidTags } from '../tags';
import { UnknownVolume, VolumeInAnotherZone, VolumeInUse, VolumeIsDeleted } from './errors';
import { volumes } from './volume';
import {
  abandon,
  abandoned,
  administrator,
  attach,
  attached,
  create,
  created,
  deleted,
  detach,
  detached,
  device,
  discard,
  given,
  instanceId,
  owner,
  remove,
  replaceTags,
  stranger,
  tagged,
  untagged,
  volumeId,
} from './volume.testing';

describe('Creating a volume', () => {
  it('records all that it is, and it is available', () => {
    given().when(create()).thenRecords(created());
    expect(given(created()).state).toMatchObject({
      lifecycle: 'available',
      createTime: recordedAtOf(0),
      tags: { team: 'core' },
    });
  });
  it('for an instance attaches it from its first moment on: nobody comes in between', () => {
    const createdFor = { instanceId, device };
    given().when(create({ createdFor })).thenRecords(created({ createdFor }), attached());
    given()
      .when({ ...create({ createdFor }), deleteOnTermination: true })
      .thenRecords(created({ createdFor }), attached(instanceId, device, true));
  });
  it('is refused in a zone that its region does not have', () => {
    given()
      .when(create({ zone: 'us-east-1d' }))
      .thenRefuses('unknown-zone', '/zone');
    given()
      .when(create({ zone: 'eu-west-1a' }))
      .thenRefuses('unknown-zone', '/zone');
    given()
      .when(create({ zone: 'us-east-1c' }))
      .thenRecords(created({ zone: 'us-east-1c' }));
  });
  it.each([
    [{ size: 65_537 }, '/size'],
    [{ size: 0 }, '/size'],
    [{ size: 1.5 }, '/size'],
    [{ iops: 2_999 }, '/iops'],
    [{ throughput: 2_001 }, '/throughput'],
    [{ volumeType: 'io1' } as const, '/iops'],
    [{ volumeType: 'gp2', throughput: 125 } as const, '/throughput'],
    [{ volumeType: 'st1', size: 124 } as const, '/size'],
  ])('is refused as EC2 does with %j', (overrides, pointer) => {
    given().when(create(overrides)).thenRefuses(InvalidField, pointer);
  });
  it('is refused with tags that EC2 refuses', () => {
    given()
      .when(create({ tags: { 'aws:x': '' } }))
      .thenRefuses(InvalidTags, '/tags/aws:x');
  });
});

describe('Attaching a volume', () => {
  it('puts it to use', () => {
    given(created()).when(attach()).thenRecords(attached());
    expect(given(created(), attached()).state).toMatchObject({
      lifecycle: 'in-use',
      attachment: { instanceId, device, deleteOnTermination: false, attachTime: recordedAtOf(1) },
    });
  });
  it('does nothing when it is attached there', () => {
    given(created(), attached())
      .when(attach({ deleteOnTermination: true }))
      .thenNothingHappens();
  });
  it('is refused while it is attached anywhere else, also as another device', () => {
    given(created(), attached('i-2')).when(attach()).thenRefuses(VolumeInUse);
    given(created(), attached(instanceId, '/dev/sdg')).when(attach()).thenRefuses(VolumeInUse);
  });
  it('is refused to an instance in another zone', () => {
    given(created())
      .when(attach({ zone: 'us-east-1b' }))
      .thenRefuses(VolumeInAnotherZone);
  });
  it('is refused to strangers as if there were none, and of what is deleted', () => {
    given(created())
      .when(attach({ by: stranger }))
      .thenRefuses(UnknownVolume);
    given().when(attach()).thenRefuses(UnknownVolume);
    given(created(), deleted).when(attach()).thenRefuses(VolumeIsDeleted);
  });
  it('may be done again once it is detached', () => {
    given(created(), attached('i-2'), detached).when(attach()).thenRecords(attached());
  });
});

describe('Detaching a volume', () => {
  it('makes it available', () => {
    given(created(), attached()).when(detach()).thenRecords(detached);
    const { state } = given(created(), attached(), detached);
    expect(state).toMatchObject({ lifecycle: 'available' });
    expect(state).not.toHaveProperty('attachment');
  });
  it('does nothing when it is not attached to that instance', () => {
    given(created()).when(detach()).thenNothingHappens();
    given(created(), attached('i-2')).when(detach()).thenNothingHappens();
    given(created(), deleted).when(detach()).thenNothingHappens();
  });
  it('is refused to strangers as if there were none', () => {
    given(created(), attached())
      .when(detach({ by: stranger }))
      .thenRefuses(UnknownVolume);
  });
});

describe('Deleting a volume', () => {
  it('is for its owner and an administrator, and happens once', () => {
    given(created()).when(remove()).thenRecords(deleted);
    given(created(), attached(), detached).when(remove(administrator)).thenRecords(deleted);
    given(created(), deleted).when(remove()).thenNothingHappens();
    expect(given(created(), deleted).state).toMatchObject({
      lifecycle: 'deleted',
      deletionTime: recordedAtOf(1),
    });
  });
  it('is refused while it is attached', () => {
    given(created(), attached()).when(remove()).thenRefuses(VolumeInUse);
  });
  it('is refused to strangers as if there were none, whatever its state', () => {
    given(created(), attached()).when(remove(stranger)).thenRefuses(UnknownVolume);
    given(created(), deleted).when(remove(stranger)).thenRefuses(UnknownVolume);
    given().when(remove()).thenRefuses(UnknownVolume);
  });
});

describe('A volume that the provider could not make', () => {
  it('is deleted with the cause', () => {
    given(created()).when(abandon('no room')).thenRecords(abandoned('no room'));
    expect(given(created(), abandoned('no room')).state).toMatchObject({
      lifecycle: 'deleted',
      cause: 'no room',
    });
  });
  it('is taken from the instance that has it', () => {
    given(created(), attached()).when(abandon('no room')).thenRecords(detached, abandoned('no room'));
  });
  it('stays deleted when it is', () => {
    given(created(), deleted).when(abandon('no room')).thenNothingHappens();
  });
});

describe('Tags of a volume', () => {
  it('are replaced by exactly those that are wished', () => {
    given(created())
      .when(replaceTags({ stage: 'prod' }))
      .thenRecords(tagged({ stage: 'prod' }), untagged('team'));
    expect(given(created(), tagged({ stage: 'prod' }), untagged('team')).state).toMatchObject({
      tags: { stage: 'prod' },
    });
    given(created())
      .when(replaceTags({ team: 'core' }))
      .thenNothingHappens();
  });
  it('are refused to strangers, when they are bad, and of what is deleted', () => {
    given(created()).when(replaceTags({}, stranger)).thenRefuses(UnknownVolume);
    given(created())
      .when(replaceTags({ 'aws:x': '' }, owner))
      .thenRefuses(InvalidTags, '/aws:x');
    given(created(), deleted).when(replaceTags({})).thenRefuses(VolumeIsDeleted);
  });
});

describe('A volume that is to be the root of an instance', () => {
  const reserved = created({
    createdFor: { instanceId, device, replaceRootVolumeTaskId: 'replacevol-0123456789abcdef0' },
  });
  it('is kept for it until it is attached, and is free afterwards', () => {
    given(reserved)
      .when(attach({ instanceId: 'i-2' }))
      .thenRefuses(VolumeInUse);
    given(reserved)
      .when(attach({ device: '/dev/sdg' }))
      .thenRefuses(VolumeInUse);
    given(reserved).when(remove()).thenRefuses(VolumeInUse);
    given(reserved).when(detach()).thenNothingHappens();
    given(reserved).when(attach()).thenRecords(attached());
    given(reserved, attached(), detached)
      .when(attach({ instanceId: 'i-2' }))
      .thenRecords(attached('i-2'));
    given(reserved, attached(), detached).when(remove()).thenRecords(deleted);
  });
  it('is not attached by being made: another has the device', () => {
    given()
      .when(create({ createdFor: { instanceId, device, replaceRootVolumeTaskId: 'replacevol-1' } }))
      .thenRecords(created({ createdFor: { instanceId, device, replaceRootVolumeTaskId: 'replacevol-1' } }));
  });
  it('goes with the instance, or when it cannot be made', () => {
    given(reserved).when(discard()).thenRecords(deleted);
    given(reserved).when(discard('i-2')).thenNothingHappens();
    given(reserved).when(abandon('no room')).thenRecords(abandoned('no room'));
  });
});

describe('The stream of a volume', () => {
  it('is named after it', () => {
    expect(volumes.stream(volumeId)).toBe('volume-vol-0123456789abcdef0');
  });
});

describe('A volume that goes with its instance', () => {
  it('is detached and deleted at once', () => {
    given(created(), attached()).when(discard()).thenRecords(detached, deleted);
  });
  it('stays when it is not attached to it any more', () => {
    given(created()).when(discard()).thenNothingHappens();
    given(created(), attached('i-2')).when(discard()).thenNothingHappens();
    given(created(), deleted).when(discard()).thenNothingHappens();
  });
  it('is the owner’s', () => {
    given(created(), attached()).when(discard(instanceId, stranger)).thenRefuses(UnknownVolume);
  });
});
