import type { Observed } from '../adoption/observed';
import type { Principal } from '../principal';
import type { Tags } from '../tags';
import type { VolumeAdoptedData, VolumeCreatedData } from './events';

export interface CreateVolume {
  readonly type: 'CreateVolume';
  readonly volume: VolumeCreatedData;
  /** Of a volume that a launch makes: it is attached to its instance from its first moment on. */
  readonly deleteOnTermination?: boolean;
}

export interface ObservedAttachment {
  readonly instanceId: string;
  readonly device: string;
  readonly deleteOnTermination: boolean;
  /** RFC 3339. */
  readonly attachTime?: string;
}

/** What an observation shows of a volume. */
export interface ObservedVolume extends VolumeAdoptedData {
  readonly attachment?: ObservedAttachment;
}

/** What was seen of it outside of the ledger. */
export interface AdoptVolume {
  readonly type: 'AdoptVolume';
  readonly volumeId: string;
  readonly observed: Observed<ObservedVolume>;
}

interface ChangeOfVolume {
  readonly volumeId: string;
  readonly by: Principal;
}

/** Decided on the volume alone: whoever attaches it has reserved the device at the instance before. */
export interface AttachVolume extends ChangeOfVolume {
  readonly type: 'AttachVolume';
  readonly instanceId: string;
  readonly device: string;
  /** Of the instance. */
  readonly zone: string;
  readonly deleteOnTermination: boolean;
}

/** A volume that is not attached to this instance is as wished. */
export interface DetachVolume extends ChangeOfVolume {
  readonly type: 'DetachVolume';
  readonly instanceId: string;
}

/**
 * Its instance goes, or has no more use for it, and it goes along. A volume that is neither attached to this instance
 * nor made for it stays.
 */
export interface DiscardVolume extends ChangeOfVolume {
  readonly type: 'DiscardVolume';
  readonly instanceId: string;
}

export interface DeleteVolume extends ChangeOfVolume {
  readonly type: 'DeleteVolume';
}

/** Exactly these tags are there afterwards. */
export interface ReplaceVolumeTags extends ChangeOfVolume {
  readonly type: 'ReplaceVolumeTags';
  readonly tags: Tags;
}

/** The provider could not make it: it is in nobody's hands, and asks nobody. */
export interface AbandonVolume {
  readonly type: 'AbandonVolume';
  readonly volumeId: string;
  readonly cause: string;
}

export type VolumeChange = AttachVolume | DetachVolume | DiscardVolume | DeleteVolume | ReplaceVolumeTags;
export type VolumeCommand = CreateVolume | AdoptVolume | AbandonVolume | VolumeChange;
