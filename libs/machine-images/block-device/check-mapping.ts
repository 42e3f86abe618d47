import { isSnapshotId } from '../identifiers';
import { ratesOf, type BlockDeviceMapping, type EbsBlockDevice } from './block-device-mapping';
import { checkRates } from './check-rates';
import { InvalidBlockDeviceMapping } from './errors';
import { DEFAULT_VOLUME_TYPE } from './limits';

const ROOT = '/blockDeviceMappings';

/** The mapping of an image that is registered from snapshots. Throws InvalidBlockDeviceMapping. */
export function checkMapping(mappings: readonly BlockDeviceMapping[], rootDeviceName: string): void {
  const names = new Set<string>();
  mappings.forEach((mapping, index) => {
    const at = `${ROOT}/${index}`;
    if (names.has(mapping.deviceName)) refuse(`${mapping.deviceName} is mapped twice`, `${at}/deviceName`);
    names.add(mapping.deviceName);
    checkRegisteredEntry(mapping, at);
  });
  const root = mappings.findIndex(({ deviceName }) => deviceName === rootDeviceName);
  if (root === -1) refuse(`the root device ${rootDeviceName} is not in the mapping`, '/rootDeviceName');
  if (mappings[root]?.ebs?.snapshotId === undefined) {
    refuse('the root volume has to come from a snapshot', `${ROOT}/${root}/ebs/snapshotId`);
  }
}

/** An entry of an image: a volume from a snapshot is encrypted exactly when the snapshot is. */
export function checkRegisteredEntry(mapping: BlockDeviceMapping, at: string): void {
  checkEntry(mapping, at);
  const { snapshotId, encrypted } = mapping.ebs ?? {};
  if (snapshotId !== undefined && encrypted !== undefined)
    refuse('encrypted cannot be set together with a snapshotId', `${at}/ebs/encrypted`);
}

/** One entry by itself; `at` points at it. Throws InvalidBlockDeviceMapping. */
export function checkEntry({ ebs, virtualName, noDevice }: BlockDeviceMapping, at: string): void {
  const given = [ebs, virtualName, noDevice].filter((kind) => kind !== undefined);
  if (given.length !== 1) refuse('an entry has exactly one of ebs, virtualName and noDevice', at);
  if (ebs !== undefined) checkVolume(ebs, `${at}/ebs`);
  if (virtualName !== undefined && !/^ephemeral(\d|1\d|2[0-3])$/.test(virtualName)) {
    refuse('an instance store is named ephemeral0 to ephemeral23', `${at}/virtualName`);
  }
}

function checkVolume(ebs: EbsBlockDevice, at: string): void {
  checkSource(ebs, at);
  const { volumeType = DEFAULT_VOLUME_TYPE, volumeSize } = ebs;
  const rates = {
    volumeType,
    ...(volumeSize === undefined ? {} : { size: volumeSize }),
    ...ratesOf(ebs),
  };
  checkRates(rates, (message, field) => refuse(message, `${at}/${field === 'size' ? 'volumeSize' : field}`));
}

function checkSource({ snapshotId, volumeSize, encrypted, kmsKeyId }: EbsBlockDevice, at: string): void {
  if (snapshotId !== undefined) checkSnapshot(snapshotId, at);
  else if (volumeSize === undefined) refuse('a volume needs a snapshotId or a volumeSize', at);
  if (kmsKeyId !== undefined && encrypted !== true)
    refuse('a kmsKeyId needs encrypted: true', `${at}/kmsKeyId`);
}

function checkSnapshot(snapshotId: string, at: string): void {
  if (!isSnapshotId(snapshotId)) {
    refuse(`Invalid id: "${snapshotId}" (expecting "snap-...")`, `${at}/snapshotId`);
  }
}

function refuse(message: string, pointer: string): never {
  throw new InvalidBlockDeviceMapping(message, pointer);
}
