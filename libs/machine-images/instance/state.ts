import { withoutTags, type Tags } from '../tags';
import type { InstanceEvent, InstanceLaunchedData } from './events';
import { volumesOf } from './instance-device';

export type InstanceLifecycle = 'pending' | 'running' | 'stopped' | 'terminated';

/** The volume that has a device name of an instance. */
export interface DeviceHolder {
  readonly volumeId: string;
  readonly attachmentId: string;
  readonly since: Date;
  readonly deleteOnTermination: boolean;
}

export interface ExistingInstance {
  readonly kind: 'existing';
  readonly lifecycle: InstanceLifecycle;
  readonly launched: InstanceLaunchedData;
  readonly launchTime: Date;
  readonly terminationTime?: Date;
  readonly tags: Tags;
  /** By device name. */
  readonly devices: ReadonlyMap<string, DeviceHolder>;
}

export type InstanceState = { readonly kind: 'unknown' } | ExistingInstance;

export const unknownInstance: InstanceState = { kind: 'unknown' };

export function evolve(state: InstanceState, event: InstanceEvent, recordedAt: Date): InstanceState {
  if (event.type === 'InstanceLaunched') return launched(event.data, recordedAt);
  return state.kind === 'unknown' ? state : evolveExisting(state, event, recordedAt);
}

function evolveExisting(
  instance: ExistingInstance,
  event: Exclude<InstanceEvent, { type: 'InstanceLaunched' }>,
  recordedAt: Date,
): ExistingInstance {
  switch (event.type) {
    case 'InstanceStarted':
      return { ...instance, lifecycle: 'running' };
    case 'InstanceStopped':
      return { ...instance, lifecycle: 'stopped' };
    case 'InstanceRebooted':
      return instance;
    case 'InstanceTerminated':
      return { ...instance, lifecycle: 'terminated', terminationTime: recordedAt };
    case 'DeviceReserved': {
      const { device, volumeId, attachmentId } = event.data;
      const holder = { volumeId, attachmentId, since: recordedAt, deleteOnTermination: false };
      return { ...instance, devices: new Map([...instance.devices, [device, holder]]) };
    }
    case 'DeviceReleased':
      return { ...instance, devices: without(instance.devices, event.data.device) };
    case 'InstanceTagged':
      return { ...instance, tags: { ...instance.tags, ...event.data.tags } };
    case 'InstanceUntagged':
      return { ...instance, tags: withoutTags(instance.tags, event.data.keys) };
  }
}

const launched = (data: InstanceLaunchedData, launchTime: Date): ExistingInstance => ({
  kind: 'existing',
  lifecycle: 'pending',
  launched: data,
  launchTime,
  tags: data.tags,
  devices: new Map(
    volumesOf(data.blockDeviceMappings).map(({ deviceName, ebs: { volumeId, deleteOnTermination } }) => [
      deviceName,
      { volumeId, attachmentId: data.launchId, since: launchTime, deleteOnTermination },
    ]),
  ),
});

function without(devices: ExistingInstance['devices'], device: string): ExistingInstance['devices'] {
  return new Map([...devices].filter(([name]) => name !== device));
}
