import {
  hasEncryptedVolume,
  snapshotsOf,
  type BlockDeviceMapping,
  type EbsBlockDevice,
  type VolumeType,
} from './block-device-mapping';
import { checkMapping } from './check-mapping';
import { InvalidBlockDeviceMapping } from './errors';

const snapshotId = 'snap-0123456789abcdef0';
const root: BlockDeviceMapping = { deviceName: '/dev/xvda', ebs: { snapshotId } };
const check =
  (...mappings: readonly BlockDeviceMapping[]) =>
  () =>
    checkMapping(mappings, '/dev/xvda');
const checkVolume = (ebs: EbsBlockDevice) => check(root, { deviceName: '/dev/sdf', ebs });
const checkEntry = (entry: Omit<BlockDeviceMapping, 'deviceName'>) =>
  check(root, { deviceName: '/dev/sdf', ...entry });
const refusal = (pointer: string, message?: string) =>
  expect.objectContaining({
    code: 'invalid-block-device-mapping',
    pointer,
    ...(message === undefined ? {} : { message }),
  }) as Error;

describe('A block device mapping', () => {
  it('is a root volume from a snapshot, and whatever else there is', () => {
    expect(
      check(
        root,
        { deviceName: '/dev/sdf', ebs: { volumeSize: 8, encrypted: true, kmsKeyId: 'alias/k' } },
        { deviceName: '/dev/sdg', virtualName: 'ephemeral0' },
        { deviceName: '/dev/sdh', noDevice: '' },
      ),
    ).not.toThrow();
  });

  it('maps a device once', () => {
    expect(check(root, root)).toThrow(InvalidBlockDeviceMapping);
    expect(check(root, root)).toThrow(
      refusal('/blockDeviceMappings/1/deviceName', '/dev/xvda is mapped twice'),
    );
  });

  it('holds the root device', () => {
    expect(check({ deviceName: '/dev/sda1', ebs: { snapshotId } })).toThrow(
      refusal('/rootDeviceName', 'the root device /dev/xvda is not in the mapping'),
    );
  });

  it.each([{ ebs: { volumeSize: 8 } }, { virtualName: 'ephemeral0' }, { noDevice: '' as const }])(
    'has its root volume from a snapshot, not %j',
    (entry) => {
      expect(
        check({ deviceName: '/dev/sdf', ebs: { volumeSize: 8 } }, { deviceName: '/dev/xvda', ...entry }),
      ).toThrow(
        refusal('/blockDeviceMappings/1/ebs/snapshotId', 'the root volume has to come from a snapshot'),
      );
    },
  );

  it.each([
    {},
    { ebs: { volumeSize: 8 }, noDevice: '' as const },
    { virtualName: 'ephemeral0', noDevice: '' as const },
  ])('has one thing behind a device, not %j', (entry) => {
    expect(checkEntry(entry)).toThrow(
      refusal('/blockDeviceMappings/1', 'an entry has exactly one of ebs, virtualName and noDevice'),
    );
  });

  it.each(['ephemeral0', 'ephemeral9', 'ephemeral10', 'ephemeral19', 'ephemeral20', 'ephemeral23'])(
    'takes %s for an instance store',
    (virtualName) => {
      expect(checkEntry({ virtualName })).not.toThrow();
    },
  );
  it.each(['ephemeral24', 'ephemeral30', 'ephemeral', 'ephemeral00', 'ephemeral0 ', ' ephemeral0', ''])(
    'does not take %p for one',
    (virtualName) => {
      expect(checkEntry({ virtualName })).toThrow(
        refusal('/blockDeviceMappings/1/virtualName', 'an instance store is named ephemeral0 to ephemeral23'),
      );
    },
  );
});

describe('A volume in a mapping', () => {
  const AT = '/blockDeviceMappings/1/ebs';

  it('has a snapshot or a size, or both', () => {
    expect(checkVolume({})).toThrow(refusal(AT, 'a volume needs a snapshotId or a volumeSize'));
    expect(checkVolume({ snapshotId })).not.toThrow();
    expect(checkVolume({ volumeSize: 1 })).not.toThrow();
    expect(checkVolume({ snapshotId, volumeSize: 1 })).not.toThrow();
  });

  it('names a snapshot as EC2 does', () => {
    expect(checkVolume({ snapshotId: 'snap-1' })).toThrow(
      refusal(`${AT}/snapshotId`, 'Invalid id: "snap-1" (expecting "snap-...")'),
    );
  });

  it.each([true, false])(
    'is encrypted as its snapshot is, so `encrypted: %p` beside one is refused',
    (encrypted) => {
      expect(checkVolume({ snapshotId, encrypted })).toThrow(
        refusal(`${AT}/encrypted`, 'encrypted cannot be set together with a snapshotId'),
      );
      expect(checkVolume({ volumeSize: 8, encrypted })).not.toThrow();
    },
  );

  it.each([{}, { encrypted: false }])('has a key only when it is encrypted, not with %j', (encryption) => {
    expect(checkVolume({ volumeSize: 8, kmsKeyId: 'alias/k', ...encryption })).toThrow(
      refusal(`${AT}/kmsKeyId`, 'a kmsKeyId needs encrypted: true'),
    );
  });

  it.each<readonly [VolumeType, number, number, EbsBlockDevice]>([
    ['standard', 1, 1_024, {}],
    ['gp2', 1, 16_384, {}],
    ['gp3', 1, 65_536, {}],
    ['io1', 4, 16_384, { iops: 100 }],
    ['io2', 4, 65_536, { iops: 100 }],
    ['st1', 125, 16_384, {}],
    ['sc1', 125, 16_384, {}],
  ])('of type %s has %i to %i GiB', (volumeType, least, most, rates) => {
    const volume = (volumeSize: number) => checkVolume({ volumeType, volumeSize, ...rates });
    expect(volume(least)).not.toThrow();
    expect(volume(most)).not.toThrow();
    for (const size of [least - 1, most + 1, least + 0.5, NaN])
      expect(volume(size)).toThrow(
        refusal(`${AT}/volumeSize`, `the size of a ${volumeType} volume in GiB is ${least} to ${most}`),
      );
  });

  it('is a gp2 volume when it names no type', () => {
    expect(checkVolume({ volumeSize: 16_384 })).not.toThrow();
    expect(checkVolume({ volumeSize: 16_385 })).toThrow(/gp2/);
  });

  it.each<readonly [VolumeType, number, number]>([
    ['gp3', 3_000, 80_000],
    ['io1', 100, 64_000],
    ['io2', 100, 256_000],
  ])('of type %s has %i to %i iops', (volumeType, least, most) => {
    const volume = (iops: number) => checkVolume({ volumeType, volumeSize: 8, iops });
    expect(volume(least)).not.toThrow();
    expect(volume(most)).not.toThrow();
    for (const iops of [least - 1, most + 1, least + 0.5])
      expect(volume(iops)).toThrow(
        refusal(`${AT}/iops`, `the iops of a ${volumeType} volume is ${least} to ${most}`),
      );
  });

  it.each<VolumeType>(['standard', 'gp2', 'st1', 'sc1'])('of type %s has no iops to choose', (volumeType) => {
    expect(checkVolume({ volumeType, volumeSize: 125, iops: 3_000 })).toThrow(
      refusal(`${AT}/iops`, `the iops of a ${volumeType} volume cannot be chosen`),
    );
  });

  it.each<VolumeType>(['io1', 'io2'])('of type %s needs iops', (volumeType) => {
    expect(checkVolume({ volumeType, volumeSize: 8 })).toThrow(
      refusal(`${AT}/iops`, `a ${volumeType} volume needs iops`),
    );
  });

  it('has a throughput of 125 to 2,000 MiB/s when it is gp3', () => {
    const volume = (throughput: number) => checkVolume({ volumeType: 'gp3', volumeSize: 8, throughput });
    expect(volume(125)).not.toThrow();
    expect(volume(2_000)).not.toThrow();
    for (const throughput of [124, 2_001])
      expect(volume(throughput)).toThrow(
        refusal(`${AT}/throughput`, 'the throughput of a gp3 volume in MiB/s is 125 to 2000'),
      );
  });

  it.each<VolumeType>(['standard', 'gp2', 'io1', 'io2', 'st1', 'sc1'])(
    'of type %s has no throughput to choose',
    (volumeType) => {
      const iops = volumeType.startsWith('io') ? { iops: 100 } : {};
      expect(checkVolume({ volumeType, volumeSize: 125, throughput: 125, ...iops })).toThrow(
        refusal(`${AT}/throughput`, `the throughput of a ${volumeType} volume in MiB/s cannot be chosen`),
      );
    },
  );
});

describe('What a mapping names', () => {
  it('every snapshot once', () => {
    const again = { deviceName: '/dev/sdf', ebs: { snapshotId } };
    const other = { deviceName: '/dev/sdg', ebs: { snapshotId: 'snap-2' } };
    const none = [
      { deviceName: '/dev/sdh', ebs: { volumeSize: 8 } },
      { deviceName: '/dev/sdi', noDevice: '' as const },
    ];
    expect(snapshotsOf([root, again, ...none, other])).toEqual([snapshotId, 'snap-2']);
  });

  it.each([
    [[root], false],
    [[root, { deviceName: '/dev/sdf', ebs: { volumeSize: 8, encrypted: false } }], false],
    [[{ deviceName: '/dev/sdf', noDevice: '' as const }], false],
    [[root, { deviceName: '/dev/sdf', ebs: { volumeSize: 8, encrypted: true } }], true],
  ])('an encrypted volume: %j, %p', (mappings, isEncrypted) => {
    expect(hasEncryptedVolume(mappings)).toBe(isEncrypted);
  });
});
