import type { Principal } from '../principal';
import type { Tags } from '../tags';
import type { DeviceReservation, InstanceLaunchedData } from './events';

/** Carries out what its launch decided: it cannot be refused any more. */
export interface RecordLaunch {
  readonly type: 'RecordLaunch';
  readonly launched: InstanceLaunchedData;
}

interface OnInstance {
  readonly instanceId: string;
  readonly by: Principal;
}

/** EC2: StartInstances, StopInstances, RebootInstances, TerminateInstances. */
export interface ActOnInstance extends OnInstance {
  readonly type: 'StartInstance' | 'StopInstance' | 'RebootInstance' | 'TerminateInstance';
}

/** Exactly these tags are there afterwards. */
export interface ReplaceInstanceTags extends OnInstance {
  readonly type: 'ReplaceInstanceTags';
  readonly tags: Tags;
}

/** Before the volume is attached: a device name holds one volume at a time. */
export interface ReserveDevice extends OnInstance {
  readonly type: 'ReserveDevice';
  readonly reservation: DeviceReservation;
}

/** When the volume refused, or is detached. Says which attempt it ends: a later one survives. */
export interface ReleaseDevice {
  readonly type: 'ReleaseDevice';
  readonly reservation: DeviceReservation;
}

/** An image is made of it, which was decided before: an instance that runs is rebooted, so that its volumes are at rest. */
export interface RebootForImage {
  readonly type: 'RebootForImage';
  readonly instanceId: string;
  readonly imageId: string;
}

export type InstanceChange = ActOnInstance | ReplaceInstanceTags | ReserveDevice;
export type InstanceCommand = RecordLaunch | ReleaseDevice | RebootForImage | InstanceChange;
