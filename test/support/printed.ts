import { OWNER } from './service';

let made = 0;

/** An id of the old days: 8 hex digits. Each one is another. */
export const oldId = (prefix: string): string => `${prefix}-${String(++made).padStart(8, '0')}`;

/** As `aws ec2 describe-images` prints one of the old days. */
export const printedImage = (overrides: Readonly<Record<string, unknown>> = {}) => ({
  Architecture: 'x86_64',
  BlockDeviceMappings: [
    {
      DeviceName: '/dev/sda1',
      Ebs: { DeleteOnTermination: true, SnapshotId: oldId('snap'), VolumeSize: 8, VolumeType: 'gp2' },
    },
    { DeviceName: '/dev/sdb', VirtualName: 'ephemeral0' },
  ],
  CreationDate: '2016-10-21T15:38:09.000Z',
  Description: '',
  Hypervisor: 'xen',
  ImageId: oldId('ami'),
  ImageLocation: `${OWNER}/web`,
  Name: `web ${made}`,
  OwnerId: OWNER,
  Public: false,
  RootDeviceName: '/dev/sda1',
  RootDeviceType: 'ebs',
  State: 'available',
  Tags: [{ Key: 'aws:cloudformation:stack-name', Value: 'web' }],
  VirtualizationType: 'hvm',
  ...overrides,
});

/** As `aws ec2 describe-volumes` prints one that is attached. */
export const printedVolume = (overrides: Readonly<Record<string, unknown>> = {}) => ({
  Attachments: [] as object[],
  AvailabilityZone: 'us-east-1d',
  CreateTime: '2017-07-11T08:27:36.000Z',
  Encrypted: false,
  Iops: 100,
  Size: 8,
  SnapshotId: '',
  State: 'available',
  VolumeId: oldId('vol'),
  VolumeType: 'gp2',
  ...overrides,
});

export const attachedTo = (instanceId: string, device: string) => ({
  AttachTime: '2017-07-11T08:27:37.000Z',
  DeleteOnTermination: true,
  Device: device,
  InstanceId: instanceId,
  State: 'attached',
});

/** As `aws ec2 describe-instances` prints one, in a reservation of its own. */
export const printedInstance = (overrides: Readonly<Record<string, unknown>> = {}) => ({
  AmiLaunchIndex: 0,
  BlockDeviceMappings: [] as object[],
  ImageId: oldId('ami'),
  InstanceId: oldId('i'),
  InstanceType: 't2.micro',
  LaunchTime: '2016-11-14T16:22:41.000Z',
  Monitoring: { State: 'disabled' },
  Placement: { AvailabilityZone: 'us-east-1d', GroupName: '', Tenancy: 'default' },
  PrivateDnsName: '',
  RootDeviceName: '/dev/sda1',
  RootDeviceType: 'ebs',
  State: { Code: 16, Name: 'running' },
  ...overrides,
});

export const mapped = (deviceName: string, volumeId: string) => ({
  DeviceName: deviceName,
  Ebs: {
    AttachTime: '2016-11-14T16:22:42.000Z',
    DeleteOnTermination: true,
    Status: 'attached',
    VolumeId: volumeId,
  },
});

export const reservationOf = (...instances: readonly object[]) => ({
  Groups: [],
  Instances: instances,
  OwnerId: OWNER,
  ReservationId: oldId('r'),
});
