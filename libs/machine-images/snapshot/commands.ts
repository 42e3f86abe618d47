import type { Observed } from '../adoption/observed';
import type { Principal } from '../principal';
import type { Tags } from '../tags';
import type { SnapshotAdoptedData, SnapshotCreatedData } from './events';

export interface CreateSnapshot {
  readonly type: 'CreateSnapshot';
  readonly snapshot: SnapshotCreatedData;
}

/** What came of it at the provider. A snapshot is finished once: the first answer stays. */
export type FinishSnapshot =
  | { readonly type: 'CompleteSnapshot'; readonly snapshotId: string; readonly providerId: string }
  | { readonly type: 'FailSnapshot'; readonly snapshotId: string; readonly cause: string };

/** What was seen of it outside of the ledger. */
export interface AdoptSnapshot {
  readonly type: 'AdoptSnapshot';
  readonly snapshotId: string;
  readonly observed: Observed<SnapshotAdoptedData>;
}

export interface HoldSnapshot {
  readonly type: 'HoldSnapshot';
  readonly snapshotId: string;
  readonly imageId: string;
  /** Whose snapshot it has to be. Not asked where the image has it by right already. */
  readonly ownerId?: string;
}

export interface ReleaseSnapshot {
  readonly type: 'ReleaseSnapshot';
  readonly snapshotId: string;
  readonly imageId: string;
}

export interface DeleteSnapshot {
  readonly type: 'DeleteSnapshot';
  readonly snapshotId: string;
  readonly by: Principal;
}

/** Exactly these tags are there afterwards. */
export interface ReplaceSnapshotTags {
  readonly type: 'ReplaceSnapshotTags';
  readonly snapshotId: string;
  readonly by: Principal;
  readonly tags: Tags;
}

export type SnapshotChange = DeleteSnapshot | ReplaceSnapshotTags;
export type SnapshotCommand =
  CreateSnapshot | AdoptSnapshot | FinishSnapshot | HoldSnapshot | ReleaseSnapshot | SnapshotChange;
