import { DomainError, type CommandContext, type WritePath } from '#event-sourcing';
import type { Principal } from '../principal';
import { SnapshotInUse } from '../snapshot/errors';
import { snapshots } from '../snapshot/snapshot';

/** In EC2's words. `skipped`: another image needs it. */
export type DeleteSnapshotReturnCode = 'success' | 'skipped' | 'missing-permissions' | 'client-error';

export interface DeletedSnapshot {
  readonly snapshotId: string;
  readonly returnCode: DeleteSnapshotReturnCode;
}

/** Deletes those that may be deleted, and says of each what became of it. The provider is told of it by whom it concerns. */
export async function deleteSnapshotsOf(
  writePath: WritePath,
  snapshotIds: readonly string[],
  by: Principal,
  step: CommandContext,
): Promise<readonly DeletedSnapshot[]> {
  const deleted: DeletedSnapshot[] = [];
  for (const snapshotId of snapshotIds) {
    const command = { type: 'DeleteSnapshot', snapshotId, by } as const;
    const attempt = writePath.execute(snapshots, snapshotId, command, step);
    deleted.push({ snapshotId, returnCode: await attempt.then(() => 'success', returnCodeOf) });
  }
  return deleted;
}

/** What the ledger does not know, and what is still being made, are the caller's error. */
function returnCodeOf(error: unknown): DeleteSnapshotReturnCode {
  if (!(error instanceof DomainError)) throw error;
  if (error instanceof SnapshotInUse) return 'skipped';
  return error.isHidden ? 'missing-permissions' : 'client-error';
}
