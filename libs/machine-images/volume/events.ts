import { EventType, EventTypes, type EventIn } from '#event-sourcing';
import type { VolumeType } from '../block-device/block-device-mapping';
import type { Tags } from '../tags';

export interface VolumeCreatedData {
  readonly volumeId: string;
  readonly ownerId: string;
  readonly region: string;
  readonly zone: string;
  /** GiB. */
  readonly size: number;
  readonly volumeType: VolumeType;
  readonly iops?: number;
  /** MiB/s. */
  readonly throughput?: number;
  readonly encrypted: boolean;
  readonly snapshotId?: string;
  readonly tags: Tags;
  /** The instance that was launched with it; or whose root volume it is to be, once the one before is gone. */
  readonly createdFor?: {
    readonly instanceId: string;
    readonly device: string;
    readonly replaceRootVolumeTaskId?: string;
  };
}

export const volumeCreated = EventType.named('VolumeCreated').as<VolumeCreatedData>();
/** What was seen of a volume that the ledger knew nothing of, or knew to be gone. That it is attached follows. */
export interface VolumeAdoptedData extends Omit<VolumeCreatedData, 'zone' | 'createdFor'> {
  readonly zone?: string;
  readonly state: 'available' | 'deleted';
  /** RFC 3339: when it was made, long before it was adopted. */
  readonly createTime?: string;
}
export const volumeAdopted = EventType.named('VolumeAdopted').as<VolumeAdoptedData>();

export interface VolumeAttachedData {
  readonly volumeId: string;
  readonly instanceId: string;
  readonly device: string;
  readonly deleteOnTermination: boolean;
  /** RFC 3339: when it happened, where it was seen afterwards. */
  readonly attachTime?: string;
}
export const volumeAttached = EventType.named('VolumeAttached').as<VolumeAttachedData>();
/** EC2: ModifyVolume. What it is since. */
export const volumeModified = EventType.named('VolumeModified').as<{
  readonly volumeId: string;
  /** GiB. */
  readonly size: number;
  readonly volumeType: VolumeType;
  readonly iops?: number;
  /** MiB/s. */
  readonly throughput?: number;
}>();
export const volumeDetached = EventType.named('VolumeDetached').as<{
  readonly volumeId: string;
  readonly instanceId: string;
  readonly device: string;
}>();
export const volumeDeleted = EventType.named('VolumeDeleted').as<{
  readonly volumeId: string;
  /** Why it never came to be, where the provider could not make it. */
  readonly cause?: string;
}>();
/** Only the tags that changed. */
export const volumeTagged = EventType.named('VolumeTagged').as<{
  readonly volumeId: string;
  readonly tags: Tags;
}>();
export const volumeUntagged = EventType.named('VolumeUntagged').as<{
  readonly volumeId: string;
  readonly keys: readonly string[];
}>();

export const volumeEvents = EventTypes.of(
  volumeCreated,
  volumeAdopted,
  volumeModified,
  volumeAttached,
  volumeDetached,
  volumeDeleted,
  volumeTagged,
  volumeUntagged,
);
export type VolumeEvent = EventIn<typeof volumeEvents>;
