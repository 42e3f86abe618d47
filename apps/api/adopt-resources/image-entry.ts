import { Type, type Static } from 'typebox';
import type { BlockDeviceMapping, ObservedImage } from '#machine-images';
import { Architecture, BootMode, VirtualizationType, VolumeType } from '../resources/image-fields';
import {
  Account,
  Id,
  member,
  read,
  Tags,
  tagsOf,
  timeBefore,
  timeOf,
  Time,
  type Circumstances,
} from './entry';

const Mapping = Type.Object({
  DeviceName: Type.String(),
  VirtualName: Type.Optional(Type.String()),
  Ebs: Type.Optional(
    Type.Object({
      SnapshotId: Type.Optional(Id.snapshot),
      VolumeSize: Type.Optional(Type.Integer({ minimum: 1 })),
      VolumeType: Type.Optional(VolumeType),
      Iops: Type.Optional(Type.Integer({ minimum: 1 })),
      Throughput: Type.Optional(Type.Integer({ minimum: 1 })),
      Encrypted: Type.Optional(Type.Boolean()),
      KmsKeyId: Type.Optional(Type.String()),
      DeleteOnTermination: Type.Optional(Type.Boolean()),
    }),
  ),
});

const STATES = {
  pending: 'pending',
  transient: 'pending',
  available: 'available',
  invalid: 'failed',
  failed: 'failed',
  error: 'failed',
  disabled: 'disabled',
  deregistered: 'deregistered',
} as const;

const ImageEntry = Type.Object({
  ImageId: Id.image,
  OwnerId: Type.Optional(Account),
  Name: Type.Optional(Type.String()),
  Description: Type.Optional(Type.String()),
  State: Type.Optional(Type.Enum(Object.keys(STATES) as (keyof typeof STATES)[])),
  StateReason: Type.Optional(Type.Object({ Message: Type.Optional(Type.String()) })),
  Public: Type.Optional(Type.Boolean()),
  CreationDate: Type.Optional(Time),
  DeprecationTime: Type.Optional(Time),
  DeregistrationProtection: Type.Optional(Type.String()),
  SourceInstanceId: Type.Optional(Id.instance),
  SourceImageId: Type.Optional(Id.image),
  SourceImageRegion: Type.Optional(Type.String()),
  Architecture: Type.Optional(Architecture),
  VirtualizationType: Type.Optional(VirtualizationType),
  RootDeviceName: Type.Optional(Type.String()),
  RootDeviceType: Type.Optional(Type.Enum(['ebs', 'instance-store'])),
  BlockDeviceMappings: Type.Optional(Type.Array(Mapping)),
  BootMode: Type.Optional(BootMode),
  EnaSupport: Type.Optional(Type.Boolean()),
  SriovNetSupport: Type.Optional(Type.String()),
  ImdsSupport: Type.Optional(Type.String()),
  TpmSupport: Type.Optional(Type.String()),
  Tags: Type.Optional(Tags),
});
type ImageEntry = Static<typeof ImageEntry>;

/** An image as `aws ec2 describe-images` prints it. Throws MalformedEntry. */
export function readImage(printed: unknown, circumstances: Circumstances): ObservedImage {
  const entry = read(ImageEntry, printed);
  const { ImageId: imageId, OwnerId: ownerId = circumstances.account, CreationDate, DeprecationTime } = entry;
  return {
    ...{ imageId, ownerId, region: circumstances.region },
    ...member('name', entry.Name),
    ...member('description', entry.Description),
    state: STATES[entry.State ?? 'available'],
    ...member('cause', entry.StateReason?.Message),
    ...member('isPublic', entry.Public),
    ...member('creationDate', CreationDate && timeBefore('CreationDate', CreationDate, circumstances)),
    ...member('deprecationTime', DeprecationTime && timeOf(DeprecationTime)),
    ...protectionOf(entry),
    origin: originOf(entry, circumstances),
    ...contentOf(entry),
    tags: tagsOf(entry.Tags),
  };
}

function protectionOf({
  DeregistrationProtection: said,
}: ImageEntry): Pick<ObservedImage, 'deregistrationProtection'> {
  if (said === undefined) return {};
  if (said === 'enabled-with-cooldown') return { deregistrationProtection: said };
  return { deregistrationProtection: said.startsWith('enabled') ? 'enabled' : 'disabled' };
}

function originOf(
  { SourceInstanceId, SourceImageId, SourceImageRegion }: ImageEntry,
  { region }: Circumstances,
): ObservedImage['origin'] {
  if (SourceInstanceId !== undefined) return { kind: 'instance', instanceId: SourceInstanceId };
  if (SourceImageId === undefined) return { kind: 'adopted' };
  return { kind: 'copy', imageId: SourceImageId, region: SourceImageRegion ?? region };
}

const contentOf = (entry: ImageEntry) => ({
  ...member('architecture', entry.Architecture),
  ...member('virtualizationType', entry.VirtualizationType),
  ...member('rootDeviceName', entry.RootDeviceName),
  ...member('rootDeviceType', entry.RootDeviceType),
  ...member('bootMode', entry.BootMode),
  ...member('enaSupport', entry.EnaSupport),
  ...(entry.SriovNetSupport === 'simple' ? ({ sriovNetSupport: 'simple' } as const) : {}),
  ...(entry.ImdsSupport === 'v2.0' ? ({ imdsSupport: 'v2.0' } as const) : {}),
  ...(entry.TpmSupport === 'v2.0' ? ({ tpmSupport: 'v2.0' } as const) : {}),
  blockDeviceMappings: (entry.BlockDeviceMappings ?? []).map(mappingOf),
});

/** An entry that says nothing of what stands behind the device says that nothing does. */
function mappingOf({ DeviceName: deviceName, VirtualName, Ebs }: Static<typeof Mapping>): BlockDeviceMapping {
  if (Ebs === undefined)
    return VirtualName === undefined
      ? { deviceName, noDevice: '' }
      : { deviceName, virtualName: VirtualName };
  return {
    deviceName,
    ebs: {
      ...member('snapshotId', Ebs.SnapshotId),
      ...member('volumeSize', Ebs.VolumeSize),
      ...member('volumeType', Ebs.VolumeType),
      ...member('iops', Ebs.Iops),
      ...member('throughput', Ebs.Throughput),
      ...member('encrypted', Ebs.Encrypted),
      ...member('kmsKeyId', Ebs.KmsKeyId),
      ...member('deleteOnTermination', Ebs.DeleteOnTermination),
    },
  };
}
