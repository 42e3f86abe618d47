import type { Principal } from '../principal';
import { SnapshotHasFailed, SnapshotIsDeleted, SnapshotIsPending, UnknownSnapshot } from './errors';
import type { MadeSnapshot } from './state';

/** Throws UnknownSnapshot to those who may not know of it; SnapshotIsPending, SnapshotHasFailed, SnapshotIsDeleted. */
export function checkSource(made: MadeSnapshot, region: string, by: Principal): void {
  const { snapshotId, ownerId } = made.created;
  const isVisible = by.administrator || ownerId === by.account;
  if (!isVisible || made.created.region !== region)
    throw new UnknownSnapshot(snapshotId, '/snapshotId').asHidden();
  refuseUnlessCompleted(made, '/snapshotId');
}

export function refuseUnlessCompleted(
  { lifecycle, created: { snapshotId } }: MadeSnapshot,
  pointer?: string,
): void {
  switch (lifecycle) {
    case 'completed':
      return;
    case 'pending':
      throw new SnapshotIsPending(snapshotId, pointer);
    case 'failed':
      throw new SnapshotHasFailed(snapshotId, pointer);
    case 'deleted':
      throw new SnapshotIsDeleted(snapshotId, pointer);
  }
}
