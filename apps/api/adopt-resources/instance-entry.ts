import { Type } from 'typebox';
import type { ObservedInstance } from '#machine-images';
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
  type Circumstances,
} from './entry';

/** What has begun to stop or to go does not come back from there. */
const STATES = {
  pending: 'pending',
  running: 'running',
  stopping: 'stopped',
  stopped: 'stopped',
  'shutting-down': 'terminated',
  terminated: 'terminated',
} as const;

const Device = Type.Object({
  DeviceName: Type.String(),
  Ebs: Type.Object({
    VolumeId: Id.volume,
    Status: Type.Optional(Type.String()),
    DeleteOnTermination: Type.Optional(Type.Boolean()),
  }),
});

const InstanceEntry = Type.Object({
  InstanceId: Id.instance,
  ImageId: Type.Optional(Id.image),
  InstanceType: Type.Optional(Type.String()),
  AmiLaunchIndex: Type.Optional(Type.Integer({ minimum: 0 })),
  LaunchTime: Type.Optional(Time),
  Placement: Type.Optional(Type.Object({ AvailabilityZone: Type.Optional(Type.String()) })),
  State: Type.Optional(Type.Object({ Name: Type.Enum(Object.keys(STATES) as (keyof typeof STATES)[]) })),
  RootDeviceName: Type.Optional(Type.String()),
  BlockDeviceMappings: Type.Optional(Type.Array(Device)),
  Tags: Type.Optional(Tags),
});

const ReservationEntry = Type.Object({
  OwnerId: Type.Optional(Account),
  ReservationId: Type.Optional(Type.String({ pattern: '^r-([0-9a-f]{8}|[0-9a-f]{17})$' })),
});

/** An instance as `aws ec2 describe-instances` prints it within its reservation. Throws MalformedEntry. */
export function readInstance(
  printed: unknown,
  reservation: unknown,
  circumstances: Circumstances,
): ObservedInstance {
  const { OwnerId, ReservationId } = read(ReservationEntry, reservation);
  const entry = read(InstanceEntry, printed);
  const { LaunchTime, Placement, State, BlockDeviceMappings } = entry;
  const zone = Placement?.AvailabilityZone;
  const devices = BlockDeviceMappings?.map(({ DeviceName: deviceName, Ebs }) => ({
    deviceName,
    volumeId: Ebs.VolumeId,
    deleteOnTermination: Ebs.DeleteOnTermination ?? false,
  }));
  return {
    instanceId: entry.InstanceId,
    ownerId: OwnerId ?? circumstances.account,
    region: regionOf(zone, circumstances),
    ...member('zone', zone),
    ...member('imageId', entry.ImageId),
    ...member('instanceType', entry.InstanceType),
    ...member('launchId', ReservationId),
    ...member('index', entry.AmiLaunchIndex),
    ...member('launchTime', LaunchTime && timeBefore('LaunchTime', LaunchTime, circumstances)),
    ...member('state', State && STATES[State.Name]),
    ...member('rootDeviceName', entry.RootDeviceName),
    ...member('devices', devices),
    tags: tagsOf(entry.Tags),
  };
}
