import { givenFor } from '../../../test/support/given';
import type { Principal } from '../principal';
import type { Tags } from '../tags';
import type {
  CreateSnapshot,
  DeleteSnapshot,
  FinishSnapshot,
  HoldSnapshot,
  ReleaseSnapshot,
  ReplaceSnapshotTags,
} from './commands';
import type { SnapshotCreatedData, SnapshotEvent } from './events';
import { snapshots } from './snapshot';

export const snapshotId = 'snap-0123456789abcdef0';

export const owner: Principal = { account: '111122223333', administrator: false };
export const stranger: Principal = { account: '444455556666', administrator: false };
export const administrator: Principal = { account: '999900000000', administrator: true };

const snapshot = (overrides: Partial<SnapshotCreatedData> = {}): SnapshotCreatedData => ({
  snapshotId,
  ownerId: owner.account,
  region: 'us-east-1',
  volumeId: 'vol-0123456789abcdef0',
  volumeSize: 8,
  encrypted: false,
  tags: { team: 'core' },
  ...overrides,
});

// What happened

export const created = (overrides: Partial<SnapshotCreatedData> = {}): SnapshotEvent => ({
  type: 'SnapshotCreated',
  data: snapshot(overrides),
});
export const completed: SnapshotEvent = {
  type: 'SnapshotCompleted',
  data: { snapshotId, providerId: 'snap-of-theirs' },
};
export const failed = (cause: string): SnapshotEvent => ({
  type: 'SnapshotFailed',
  data: { snapshotId, cause },
});
export const deleted: SnapshotEvent = { type: 'SnapshotDeleted', data: { snapshotId } };
export const tagged = (tags: Tags): SnapshotEvent => ({ type: 'SnapshotTagged', data: { snapshotId, tags } });
export const untagged = (...keys: readonly string[]): SnapshotEvent => ({
  type: 'SnapshotUntagged',
  data: { snapshotId, keys },
});
export const heldBy = (imageId: string): SnapshotEvent => ({
  type: 'SnapshotHeld',
  data: { snapshotId, imageId },
});
export const releasedBy = (imageId: string): SnapshotEvent => ({
  type: 'SnapshotReleased',
  data: { snapshotId, imageId },
});

// What is asked for

export const create = (overrides: Partial<SnapshotCreatedData> = {}): CreateSnapshot => ({
  type: 'CreateSnapshot',
  snapshot: snapshot(overrides),
});
/** Completes it, or fails for a cause. */
export const finish = (cause?: string): FinishSnapshot =>
  cause === undefined
    ? { type: 'CompleteSnapshot', snapshotId, providerId: 'snap-of-theirs' }
    : { type: 'FailSnapshot', snapshotId, cause };
export const holdFor = (imageId: string, ownerId?: string): HoldSnapshot => ({
  type: 'HoldSnapshot',
  snapshotId,
  imageId,
  ...(ownerId === undefined ? {} : { ownerId }),
});
export const releaseFor = (imageId: string): ReleaseSnapshot => ({
  type: 'ReleaseSnapshot',
  snapshotId,
  imageId,
});
export const remove = (by = owner): DeleteSnapshot => ({ type: 'DeleteSnapshot', snapshotId, by });
export const replaceTags = (tags: Tags, by = owner): ReplaceSnapshotTags => ({
  type: 'ReplaceSnapshotTags',
  snapshotId,
  by,
  tags,
});

export const given = givenFor(snapshots.decider);
