import type { WritePath } from '#event-sourcing';
import { DEFAULT_VOLUME_TYPE } from '../block-device/limits';
import type { VolumeType } from '../block-device/block-device-mapping';
import { InvalidField } from '../identifiers';
import type { Principal } from '../principal';
import { snapshots } from '../snapshot/snapshot';
import { checkSource } from '../snapshot/source';
import type { Tags } from '../tags';
import type { VolumeCreatedData } from '../volume/events';

export interface VolumeWish {
  readonly volumeId: string;
  readonly region: string;
  readonly zone: string;
  /** GiB. That of the snapshot, when none is named. */
  readonly size?: number;
  readonly volumeType?: VolumeType;
  readonly iops?: number;
  readonly throughput?: number;
  readonly encrypted?: boolean;
  readonly snapshotId?: string;
  readonly tags: Tags;
}

/**
 * The volume that is wished for, with what it takes over from its snapshot. Throws UnknownSnapshot, SnapshotIsDeleted,
 * SnapshotIsPending, SnapshotHasFailed, and InvalidField.
 */
export async function volumeOf(
  writePath: WritePath,
  { size, volumeType = DEFAULT_VOLUME_TYPE, encrypted = false, ...wish }: VolumeWish,
  by: Principal,
): Promise<VolumeCreatedData> {
  const { volumeSize: least, encrypted: isEncrypted } = await sourceOf(writePath, wish, by);
  return {
    ...wish,
    ownerId: by.account,
    size: sizeOf(size, least),
    volumeType,
    // What was encrypted once is never made readable again.
    encrypted: encrypted || isEncrypted,
  };
}

function sizeOf(wanted: number | undefined, least: number | undefined): number {
  const size = wanted ?? least;
  if (size === undefined) throw new InvalidField('a volume needs a size', '/size');
  if (least !== undefined && size < least)
    throw new InvalidField(`a volume is at least as large as its snapshot: ${least} GiB`, '/size');
  return size;
}

interface Source {
  readonly volumeSize?: number;
  readonly encrypted: boolean;
}

/** Nothing is known of a snapshot that the ledger did not make, and it may be named all the same. */
async function sourceOf(
  writePath: WritePath,
  { snapshotId, region }: Pick<VolumeWish, 'snapshotId' | 'region'>,
  by: Principal,
): Promise<Source> {
  if (snapshotId === undefined) return { encrypted: false };
  const { made } = (await writePath.load(snapshots, snapshotId)).state;
  if (made === undefined) return { encrypted: false };
  checkSource(made, region, by);
  return made.created;
}
