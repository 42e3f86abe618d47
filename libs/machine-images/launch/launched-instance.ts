import type { InstanceLaunchedData } from '../instance/events';
import type { InstanceDevice } from '../instance/instance-device';
import type { LaunchRequestedData } from './events';

/** One of the instances that a launch decided, whole. */
export function launchedInstance(requested: LaunchRequestedData, index: number): InstanceLaunchedData {
  const { minCount: _min, maxCount: _max, imageAllowed: _allowed, ...launch } = requested;
  const { imageDeprecated: _deprecated, instances, blockDeviceMappings, ...shared } = launch;
  const { instanceId = '', volumeIds = [] } = instances[index] ?? {};
  const remaining = [...volumeIds];
  const devices = blockDeviceMappings.map((device): InstanceDevice =>
    'ebs' in device ? { ...device, ebs: { ...device.ebs, volumeId: remaining.shift() ?? '' } } : device,
  );
  return { ...shared, instanceId, index, blockDeviceMappings: devices };
}
