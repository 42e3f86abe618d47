import type { InstanceLaunchedData } from '../instance/events';
import type { InstanceDevice } from '../instance/instance-device';
import type { LaunchRequestedData } from './events';

/** The instances that a launch decided, each of them whole. */
export function launchedInstances(requested: LaunchRequestedData): readonly InstanceLaunchedData[] {
  const { minCount: _min, maxCount: _max, imageAllowed: _allowed, ...launch } = requested;
  const { imageDeprecated: _deprecated, instances, blockDeviceMappings, ...shared } = launch;
  return instances.map(({ instanceId, volumeIds }, index) => {
    const remaining = [...volumeIds];
    const devices = blockDeviceMappings.map((device): InstanceDevice =>
      'ebs' in device ? { ...device, ebs: { ...device.ebs, volumeId: remaining.shift() ?? '' } } : device,
    );
    return { ...shared, instanceId, index, blockDeviceMappings: devices };
  });
}
