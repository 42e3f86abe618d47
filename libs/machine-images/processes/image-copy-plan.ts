import { resourceIdOf, type CommandContext, type WritePath } from '#event-sourcing';
import { type BlockDeviceMapping, snapshotsOf } from '../block-device/block-device-mapping';
import { DEFAULT_VOLUME_TYPE, VOLUME_LIMITS } from '../block-device/limits';
import { copyable } from '../image/access';
import { images } from '../image/image';
import { contentWith, type ImageRegistration, type PlannedSnapshot } from '../image/registration';
import { standingOf } from '../image/standing';
import type { Principal } from '../principal';
import { snapshots } from '../snapshot/snapshot';
import type { Tags } from '../tags';

export interface CopyWish {
  readonly kind: 'copy';
  readonly imageId: string;
  /** Where the copy is made. */
  readonly region: string;
  readonly name: string;
  readonly description?: string;
  readonly tags: Tags;
  readonly family?: { readonly name: string };
  readonly sourceImageId: string;
  readonly sourceRegion: string;
  readonly copyImageTags: boolean;
}

/**
 * EC2's CopyImage, of the image as it is at this moment; who may launch it is not copied. The ids of the
 * snapshots are derived from the command's. Throws what `copyable` throws.
 */
export async function plannedCopy(
  writePath: WritePath,
  { sourceImageId, sourceRegion, copyImageTags, kind, tags, ...wish }: CopyWish,
  by: Principal,
  { commandId: seed, at }: Pick<CommandContext, 'commandId' | 'at'>,
): Promise<ImageRegistration> {
  const { state } = await writePath.load(images, sourceImageId);
  const standing = await standingOf(by.account, state, at, writePath.look);
  const source = copyable(state, sourceImageId, sourceRegion, standing, at);
  const { blockDeviceMappings } = source.created;
  const planned = await copiesOf(writePath, blockDeviceMappings, seed);
  const isElsewhere = sourceRegion !== wish.region;
  const mapping = blockDeviceMappings.map((device) => copied(device, planned, isElsewhere));
  return {
    ...wish,
    ownerId: by.account,
    origin: { kind, imageId: sourceImageId, region: sourceRegion },
    content: contentWith(source.created, mapping),
    tags: copyImageTags ? { ...source.tags, ...tags } : tags,
    work: { snapshots: planned },
  };
}

/** One copy of each snapshot, however many devices come from it. */
async function copiesOf(
  writePath: WritePath,
  mappings: readonly BlockDeviceMapping[],
  seed: string,
): Promise<readonly PlannedSnapshot[]> {
  const planned: PlannedSnapshot[] = [];
  for (const sourceSnapshotId of snapshotsOf(mappings)) {
    const { state } = await writePath.load(snapshots, sourceSnapshotId);
    const { volumeSize, encrypted } = state.made?.created ?? assumed(mappings, sourceSnapshotId);
    const snapshotId = resourceIdOf('snap', seed, planned.length);
    planned.push({ snapshotId, sourceSnapshotId, volumeSize, encrypted });
  }
  return planned;
}

/** A snapshot that the ledger did not make: it is no larger than the volumes that are made from it. */
function assumed(
  mappings: readonly BlockDeviceMapping[],
  snapshotId: string,
): Pick<PlannedSnapshot, 'volumeSize' | 'encrypted'> {
  const volumes = mappings.flatMap(({ ebs }) => (ebs?.snapshotId === snapshotId ? [ebs] : []));
  const sizes = volumes.map(
    ({ volumeType = DEFAULT_VOLUME_TYPE, volumeSize = VOLUME_LIMITS[volumeType].size.least }) => volumeSize,
  );
  return {
    volumeSize: Math.min(...sizes),
    encrypted: volumes.some(({ encrypted }) => encrypted === true),
  };
}

/** A key is of one region: elsewhere, the default key of that region is taken. */
function copied(
  device: BlockDeviceMapping,
  planned: readonly PlannedSnapshot[],
  isElsewhere: boolean,
): BlockDeviceMapping {
  if (device.ebs === undefined) return device;
  const { kmsKeyId, ...ebs } = device.ebs;
  const copy = planned.find(({ sourceSnapshotId }) => sourceSnapshotId === ebs.snapshotId);
  return {
    ...device,
    ebs: {
      ...ebs,
      ...(kmsKeyId === undefined || isElsewhere ? {} : { kmsKeyId }),
      ...(copy === undefined ? {} : { snapshotId: copy.snapshotId }),
    },
  };
}
