import { Type, type Static } from 'typebox';
import type { ObservedVolume } from '#machine-images';
import { VolumeType } from '../resources/image-fields';
import {
  Account,
  Id,
  member,
  read,
  regionOf,
  Tags,
  tagsOf,
  Time,
  timeBefore,
  timeOf,
  type Circumstances,
} from './entry';

const Attachment = Type.Object({
  InstanceId: Type.Optional(Id.instance),
  Device: Type.Optional(Type.String()),
  State: Type.Optional(Type.String()),
  DeleteOnTermination: Type.Optional(Type.Boolean()),
  AttachTime: Type.Optional(Time),
});

/** Whether it is attached, its attachments say. The ledger has no word for one that EC2 calls faulty. */
const STATES = {
  creating: 'available',
  available: 'available',
  'in-use': 'available',
  error: 'available',
  deleting: 'deleted',
  deleted: 'deleted',
} as const;

const VolumeEntry = Type.Object({
  VolumeId: Id.volume,
  OwnerId: Type.Optional(Account),
  AvailabilityZone: Type.Optional(Type.String()),
  Size: Type.Integer({ minimum: 1 }),
  VolumeType: Type.Optional(VolumeType),
  Iops: Type.Optional(Type.Integer({ minimum: 1 })),
  Throughput: Type.Optional(Type.Integer({ minimum: 1 })),
  Encrypted: Type.Optional(Type.Boolean()),
  SnapshotId: Type.Optional(Id.snapshot),
  State: Type.Optional(Type.Enum(Object.keys(STATES) as (keyof typeof STATES)[])),
  CreateTime: Type.Optional(Time),
  Attachments: Type.Optional(Type.Array(Attachment)),
  Tags: Type.Optional(Tags),
});

export interface ReadVolume {
  readonly facts: ObservedVolume;
  /** What of it the ledger has no words for. */
  readonly unkept: readonly string[];
}

/** A volume as `aws ec2 describe-volumes` prints it. Throws MalformedEntry. */
export function readVolume(printed: unknown, circumstances: Circumstances): ReadVolume {
  const entry = read(VolumeEntry, printed);
  const { State = 'available', Attachments = [] } = entry;
  const [attachment, ...others] = Attachments.flatMap(attachmentOf);
  const facts = {
    ...contentOf(entry, circumstances),
    state: STATES[State],
    ...member('attachment', STATES[State] === 'deleted' ? undefined : attachment),
  };
  const unkept = [
    ...(State === 'error' ? [State] : []),
    ...others.map(({ instanceId }) => `attached to ${instanceId} as well`),
  ];
  return { facts, unkept };
}

function contentOf(
  entry: Static<typeof VolumeEntry>,
  circumstances: Circumstances,
): Omit<ObservedVolume, 'state' | 'attachment'> {
  const { AvailabilityZone: zone, CreateTime } = entry;
  return {
    volumeId: entry.VolumeId,
    ownerId: entry.OwnerId ?? circumstances.account,
    region: regionOf(zone, circumstances),
    ...member('zone', zone),
    size: entry.Size,
    // There was one type only when answers did not say which.
    volumeType: entry.VolumeType ?? 'standard',
    ...member('iops', entry.Iops),
    ...member('throughput', entry.Throughput),
    encrypted: entry.Encrypted ?? false,
    ...member('snapshotId', entry.SnapshotId),
    ...member('createTime', CreateTime && timeBefore('CreateTime', CreateTime, circumstances)),
    tags: tagsOf(entry.Tags),
  };
}

/** None that is over, or is not to an instance. */
function attachmentOf({
  InstanceId: instanceId,
  Device: device,
  State,
  DeleteOnTermination: deleteOnTermination = false,
  AttachTime,
}: Static<typeof Attachment>): readonly NonNullable<ObservedVolume['attachment']>[] {
  if (instanceId === undefined || device === undefined || State === 'detached') return [];
  const attachTime = member('attachTime', AttachTime && timeOf(AttachTime));
  return [{ instanceId, device, deleteOnTermination, ...attachTime }];
}
