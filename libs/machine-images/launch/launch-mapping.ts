import type { BlockDeviceMapping, EbsBlockDevice, VolumeType } from '../block-device/block-device-mapping';
import { checkEntry } from '../block-device/check-mapping';
import { checkRates } from '../block-device/check-rates';
import { InvalidBlockDeviceMapping } from '../block-device/errors';
import { DEFAULT_VOLUME_TYPE, VOLUME_LIMITS } from '../block-device/limits';

/** A device that every instance of a launch gets: nothing about it is left open but the volume itself. */
export type LaunchDevice =
  | { readonly deviceName: string; readonly ebs: LaunchVolume }
  | { readonly deviceName: string; readonly virtualName: string };

export interface LaunchVolume extends EbsBlockDevice {
  readonly volumeSize: number;
  readonly volumeType: VolumeType;
  readonly encrypted: boolean;
  readonly deleteOnTermination: boolean;
}

/** What the ledger knows of a snapshot that it made. */
export interface KnownSnapshot {
  readonly volumeSize: number;
  readonly encrypted: boolean;
}

interface Mapped {
  readonly rootDeviceName: string;
  readonly blockDeviceMappings: readonly BlockDeviceMapping[];
}

const ROOT = '/blockDeviceMappings';

/**
 * The image's mapping with what a launch changes of it: a larger or another kind of volume, one more device, or one
 * less. `imageAt` points at what led to the image: it is to blame for what the launch does not change. Throws
 * InvalidBlockDeviceMapping.
 */
export function launchMapping(
  { rootDeviceName, blockDeviceMappings }: Mapped,
  overrides: readonly BlockDeviceMapping[],
  snapshots: ReadonlyMap<string, KnownSnapshot> = new Map(),
  imageAt = '/imageId',
): readonly LaunchDevice[] {
  const devices = new Map(blockDeviceMappings.map((mapping) => [mapping.deviceName, mapping]));
  const seen = new Set<string>();
  overrides.forEach((override, index) => {
    const at = `${ROOT}/${index}`;
    const { deviceName } = override;
    if (seen.has(deviceName)) refuse(`${deviceName} is mapped twice`, `${at}/deviceName`);
    seen.add(deviceName);
    if (deviceName === rootDeviceName && override.ebs === undefined) {
      refuse(`the root device ${rootDeviceName} keeps its volume`, at);
    }
    const changed = overridden(devices.get(deviceName), override, at);
    checkEntry(changed, at);
    devices.set(deviceName, changed);
  });
  return [...devices.values()].flatMap<LaunchDevice>(({ deviceName, ebs, virtualName }) => {
    if (ebs !== undefined) {
      // What is not asked to go stays: only the root volume goes by itself.
      const { deleteOnTermination = deviceName === rootDeviceName, ...volume } = ebs;
      const index = overrides.findIndex((override) => override.deviceName === deviceName);
      const at = index < 0 ? imageAt : `${ROOT}/${index}/ebs/volumeSize`;
      return [{ deviceName, ebs: { ...settled(volume, snapshots, at), deleteOnTermination } }];
    }
    return virtualName === undefined ? [] : [{ deviceName, virtualName }];
  });
}

function overridden(
  mapped: BlockDeviceMapping | undefined,
  override: BlockDeviceMapping,
  at: string,
): BlockDeviceMapping {
  if (override.noDevice !== undefined && mapped === undefined) {
    refuse(`the image has no device ${override.deviceName}`, `${at}/deviceName`);
  }
  if (mapped?.ebs === undefined || override.ebs === undefined) return override;
  return { ...override, ebs: changedVolume(mapped.ebs, override.ebs, `${at}/ebs`) };
}

function changedVolume(mapped: EbsBlockDevice, wanted: EbsBlockDevice, at: string): EbsBlockDevice {
  refuseLess(mapped, wanted, at);
  const { iops: _iops, throughput: _throughput, ...ofAnyType } = mapped;
  // The rates of one volume type mean nothing to another.
  const isOtherType = wanted.volumeType !== undefined && wanted.volumeType !== mapped.volumeType;
  return { ...(isOtherType ? ofAnyType : mapped), ...wanted };
}

function refuseLess(mapped: EbsBlockDevice, wanted: EbsBlockDevice, at: string): void {
  const { volumeSize: size = 0 } = mapped;
  const { snapshotId = mapped.snapshotId, volumeSize = size, encrypted } = wanted;
  if (snapshotId !== mapped.snapshotId) {
    refuse('the volume of a device of the image comes from its own snapshot', `${at}/snapshotId`);
  }
  if (volumeSize < size) {
    refuse(`the volume has at least the ${size} GiB of the image`, `${at}/volumeSize`);
  }
  if (encrypted === false && mapped.encrypted === true) {
    refuse('what the image encrypts stays encrypted', `${at}/encrypted`);
  }
}

/**
 * A snapshot that the ledger did not make may be of any size: the least that its volume can have is taken. `at` points at
 * what says how large it is to be.
 */
function settled(
  volume: EbsBlockDevice,
  snapshots: ReadonlyMap<string, KnownSnapshot>,
  at: string,
): Omit<LaunchVolume, 'deleteOnTermination'> {
  const { snapshotId = '', volumeType = DEFAULT_VOLUME_TYPE } = volume;
  const { volumeSize: size, encrypted: isEncrypted } = snapshots.get(snapshotId) ?? {
    volumeSize: VOLUME_LIMITS[volumeType].size.least,
    encrypted: false,
  };
  const { volumeSize = size, encrypted = isEncrypted } = volume;
  if (volumeSize < size) refuse(`the volume has at least ${size} GiB`, at);
  // What the volume takes over from its snapshot has to fit its type too.
  checkRates({ ...volume, volumeType, size: volumeSize }, (message) => refuse(message, at));
  return { ...volume, volumeSize, volumeType, encrypted };
}

function refuse(message: string, pointer: string): never {
  throw new InvalidBlockDeviceMapping(message, pointer);
}
