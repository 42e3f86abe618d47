import type { Observed } from '../adoption/observed';
import type { Principal } from '../principal';
import type { Tags } from '../tags';
import type { DeviceReservation, InstanceAdoptedData, InstanceLaunchedData } from './events';
import type { ReplacementSources } from './replacement-sources';
import type { RootVolumeWish } from './root-volume-wish';

/** Carries out what its launch decided: it cannot be refused any more. */
export interface RecordLaunch {
  readonly type: 'RecordLaunch';
  readonly launched: InstanceLaunchedData;
}

/** What an observation shows of an instance. What it does not say has not changed. */
export interface ObservedInstance extends Omit<InstanceAdoptedData, 'state' | 'devices'> {
  readonly state?: InstanceAdoptedData['state'];
  readonly devices?: InstanceAdoptedData['devices'];
}

/** What was seen of it outside of the ledger. */
export interface AdoptInstance {
  readonly type: 'AdoptInstance';
  readonly instanceId: string;
  readonly observed: Observed<ObservedInstance>;
  /** The request that told of it. */
  readonly adoptionId: string;
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

/** EC2: CreateReplaceRootVolumeTask. */
export interface ReplaceRootVolume extends OnInstance {
  readonly type: 'ReplaceRootVolume';
  readonly replaceRootVolumeTaskId: string;
  readonly source: RootVolumeWish;
  readonly deleteReplacedRootVolume: boolean;
  /** Read for this decision, and not before it was asked for. */
  readonly read: ReplacementSources;
}

/** The provider's answer. One that comes after the end of the replacement changes nothing. */
export type FinishReplacement = {
  readonly instanceId: string;
  readonly replaceRootVolumeTaskId: string;
} & ({ readonly type: 'CompleteReplacement' } | { readonly type: 'FailReplacement'; readonly cause: string });

export type InstanceChange = ActOnInstance | ReplaceInstanceTags | ReserveDevice | ReplaceRootVolume;
export type InstanceCommand =
  RecordLaunch | AdoptInstance | ReleaseDevice | RebootForImage | FinishReplacement | InstanceChange;
