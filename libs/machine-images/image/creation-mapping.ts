import type { BlockDeviceMapping, EbsBlockDevice } from '../block-device/block-device-mapping';
import { checkRegisteredEntry } from '../block-device/check-mapping';
import { InvalidBlockDeviceMapping } from '../block-device/errors';

const ROOT = '/blockDeviceMappings';

/**
 * The devices of an instance with what EC2's CreateImage changes of them: whether a volume goes with its instance, one
 * more device, or one less. Throws InvalidBlockDeviceMapping.
 */
export function creationMapping(
  rootDeviceName: string,
  ofInstance: readonly BlockDeviceMapping[],
  overrides: readonly BlockDeviceMapping[],
): readonly BlockDeviceMapping[] {
  const devices = new Map(ofInstance.map((mapping) => [mapping.deviceName, mapping]));
  const seen = new Set<string>();
  overrides.forEach((override, index) => {
    const at = `${ROOT}/${index}`;
    const { deviceName } = override;
    if (seen.has(deviceName)) refuse(`${deviceName} is mapped twice`, `${at}/deviceName`);
    seen.add(deviceName);
    if (override.noDevice === undefined)
      devices.set(deviceName, overridden(devices.get(deviceName)?.ebs, override, at));
    else leaveOut(override, devices, rootDeviceName, at);
  });
  return [...devices.values()];
}

function leaveOut(
  override: BlockDeviceMapping,
  devices: Map<string, BlockDeviceMapping>,
  rootDeviceName: string,
  at: string,
): void {
  checkRegisteredEntry(override, at);
  const { deviceName } = override;
  if (deviceName === rootDeviceName) refuse(`the root device ${deviceName} keeps its volume`, at);
  if (!devices.delete(deviceName)) refuse(`the instance has no device ${deviceName}`, `${at}/deviceName`);
}

function overridden(
  volume: EbsBlockDevice | undefined,
  override: BlockDeviceMapping,
  at: string,
): BlockDeviceMapping {
  if (volume === undefined) {
    checkRegisteredEntry(override, at);
    return override;
  }
  const { deviceName, ebs, virtualName } = override;
  if (ebs === undefined || virtualName !== undefined)
    refuse(`${deviceName} has a volume of the instance`, at);
  const fixed = Object.keys(ebs).find((field) => field !== 'deleteOnTermination');
  if (fixed !== undefined)
    refuse(`of a volume of the instance only deleteOnTermination can be changed`, `${at}/ebs/${fixed}`);
  return { deviceName, ebs: { ...volume, ...ebs } };
}

function refuse(message: string, pointer: string): never {
  throw new InvalidBlockDeviceMapping(message, pointer);
}
