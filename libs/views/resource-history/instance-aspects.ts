import type { InstanceAdoptedData, InstanceEvent, InstanceLaunchedData } from '#machine-images';
import { underTags, withoutTags } from './tag-aspects';

/** What an event makes of the aspects it touches: the value afterwards, or null for what is gone. */
export function instanceAspects(event: InstanceEvent): Readonly<Record<string, unknown>> {
  switch (event.type) {
    case 'InstanceLaunched':
      return launched(event.data);
    case 'InstanceAdopted':
      return adopted(event.data);
    case 'InstanceTypeChanged':
      return { instanceType: event.data.instanceType };
    case 'InstanceStarted':
      return { state: 'running' };
    case 'InstanceStopped':
      return { state: 'stopped' };
    case 'InstanceRebooted':
      return {};
    case 'InstanceTerminated':
      return { state: 'terminated' };
    case 'DeviceReserved':
      return { [`devices/${event.data.device}`]: event.data.volumeId };
    case 'DeviceReleased':
      return { [`devices/${event.data.device}`]: null };
    case 'InstanceTagged':
      return underTags(event.data.tags);
    case 'InstanceUntagged':
      return withoutTags(event.data.keys);
    case 'RootVolumeReplacementRequested': {
      const { replaceRootVolumeTaskId: id, source, replacedVolumeId, volume } = event.data;
      const { volumeId } = volume;
      return { [underReplacements(id)]: { state: 'in-progress', source, replacedVolumeId, volumeId } };
    }
    case 'RootVolumeReplaced': {
      const { replaceRootVolumeTaskId: id, device, volumeId, origin } = event.data;
      return {
        [underReplacements(id)]: { state: 'succeeded' },
        [`devices/${device}`]: volumeId,
        rootVolumeImageId: origin?.imageId ?? null,
      };
    }
    case 'RootVolumeReplacementFailed': {
      const { replaceRootVolumeTaskId: id, cause } = event.data;
      return { [underReplacements(id)]: { state: 'failed', cause } };
    }
  }
}

const underReplacements = (id: string): string => `rootVolumeReplacements/${id}`;

function adopted({
  instanceId: _,
  tags,
  devices,
  ...attributes
}: InstanceAdoptedData): Readonly<Record<string, unknown>> {
  const held = devices.map(({ deviceName, volumeId }) => [`devices/${deviceName}`, volumeId] as const);
  return { ...attributes, ...Object.fromEntries(held), ...underTags(tags) };
}

function launched({
  instanceId: _,
  tags,
  blockDeviceMappings,
  ...attributes
}: InstanceLaunchedData): Readonly<Record<string, unknown>> {
  const devices = blockDeviceMappings.map(
    (device) =>
      [`devices/${device.deviceName}`, 'ebs' in device ? device.ebs.volumeId : device.virtualName] as const,
  );
  return {
    ...attributes,
    ...Object.fromEntries(devices),
    ...underTags(tags),
    rootVolumeImageId: attributes.imageId,
    state: 'pending',
  };
}
