import { Type } from 'typebox';
import type { SnapshotAdoptedData } from '#machine-images';
import { Account, Id, member, read, Tags, tagsOf, timeBefore, Time, type Circumstances } from './entry';

/** What is in EC2's Recycle Bin is gone until it is recovered. */
const STATES = {
  pending: 'pending',
  recovering: 'pending',
  completed: 'completed',
  error: 'failed',
  recoverable: 'deleted',
} as const;

const SnapshotEntry = Type.Object({
  SnapshotId: Id.snapshot,
  OwnerId: Type.Optional(Account),
  VolumeId: Type.Optional(Id.volume),
  VolumeSize: Type.Integer({ minimum: 1 }),
  Encrypted: Type.Optional(Type.Boolean()),
  Description: Type.Optional(Type.String()),
  State: Type.Optional(Type.Enum(Object.keys(STATES) as (keyof typeof STATES)[])),
  StateMessage: Type.Optional(Type.String()),
  StartTime: Type.Optional(Time),
  Tags: Type.Optional(Tags),
});

/** What EC2 writes where a snapshot is of no volume that one could ask for. */
const NO_VOLUME = 'vol-ffffffff';

/** A snapshot as `aws ec2 describe-snapshots` prints it. Throws MalformedEntry. */
export function readSnapshot(printed: unknown, circumstances: Circumstances): SnapshotAdoptedData {
  const entry = read(SnapshotEntry, printed);
  const { VolumeId, StartTime } = entry;
  return {
    snapshotId: entry.SnapshotId,
    ownerId: entry.OwnerId ?? circumstances.account,
    region: circumstances.region,
    ...member('volumeId', VolumeId === NO_VOLUME ? undefined : VolumeId),
    volumeSize: entry.VolumeSize,
    encrypted: entry.Encrypted ?? false,
    ...member('description', entry.Description),
    state: STATES[entry.State ?? 'completed'],
    ...member('cause', entry.StateMessage),
    ...member('startTime', StartTime && timeBefore('StartTime', StartTime, circumstances)),
    tags: tagsOf(entry.Tags),
  };
}
