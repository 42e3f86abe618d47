import { EventType, EventTypes, type EventIn } from '#event-sourcing';
import type { Tags } from '../tags';

export interface SnapshotCreatedData {
  readonly snapshotId: string;
  readonly ownerId: string;
  readonly region: string;
  readonly volumeId?: string;
  /** The snapshot that it was copied from, where it is a copy. */
  readonly sourceSnapshotId?: string;
  /** Of the volume, in GiB: what is made from the snapshot is at least as large. */
  readonly volumeSize: number;
  readonly encrypted: boolean;
  readonly description?: string;
  readonly tags: Tags;
  /** The image that it was made for. */
  readonly createdFor?: { readonly imageId: string };
}

export const snapshotCreated = EventType.named('SnapshotCreated').as<SnapshotCreatedData>();
/** What was seen of a snapshot that the ledger knew nothing of, or knew to be gone, in the state it was seen in. */
export interface SnapshotAdoptedData extends Omit<SnapshotCreatedData, 'createdFor'> {
  readonly state: 'pending' | 'completed' | 'failed' | 'deleted';
  /** Why it failed. */
  readonly cause?: string;
  /** RFC 3339: when it was asked for, long before it was adopted. */
  readonly startTime?: string;
}

export const snapshotAdopted = EventType.named('SnapshotAdopted').as<SnapshotAdoptedData>();
export const snapshotCompleted = EventType.named('SnapshotCompleted').as<{
  readonly snapshotId: string;
  /** What the provider calls it. */
  readonly providerId: string;
}>();
export const snapshotFailed = EventType.named('SnapshotFailed').as<{
  readonly snapshotId: string;
  readonly cause: string;
}>();
export const snapshotDeleted = EventType.named('SnapshotDeleted').as<{ readonly snapshotId: string }>();
/** Only the tags that changed. */
export const snapshotTagged = EventType.named('SnapshotTagged').as<{
  readonly snapshotId: string;
  readonly tags: Tags;
}>();
export const snapshotUntagged = EventType.named('SnapshotUntagged').as<{
  readonly snapshotId: string;
  readonly keys: readonly string[];
}>();
export const snapshotHeld = EventType.named('SnapshotHeld').as<{
  readonly snapshotId: string;
  readonly imageId: string;
}>();
export const snapshotReleased = EventType.named('SnapshotReleased').as<{
  readonly snapshotId: string;
  readonly imageId: string;
}>();

export const snapshotEvents = EventTypes.of(
  snapshotCreated,
  snapshotAdopted,
  snapshotCompleted,
  snapshotFailed,
  snapshotDeleted,
  snapshotTagged,
  snapshotUntagged,
  snapshotHeld,
  snapshotReleased,
);
export type SnapshotEvent = EventIn<typeof snapshotEvents>;
