import { BEGINNING, DomainError, type CommandContext, type Position, type WritePath } from '#event-sourcing';
import type { Principal } from '../principal';
import { SnapshotInUse } from '../snapshot/errors';
import { snapshots } from '../snapshot/snapshot';

/** In EC2's words. `skipped`: another image needs it. */
export type DeleteSnapshotReturnCode = 'success' | 'skipped' | 'missing-permissions' | 'client-error';

export interface DeletedSnapshot {
  readonly snapshotId: string;
  readonly returnCode: DeleteSnapshotReturnCode;
}

export interface DeletedSnapshots {
  readonly deletedSnapshots: readonly DeletedSnapshot[];
  /** Where the last deletion stands in the log. */
  readonly position: Position;
}

/**
 * Deletes those that may be deleted, and says of each what became of it. That they go at the provider as well follows
 * from their events.
 */
export async function deleteSnapshotsOf(
  writePath: WritePath,
  snapshotIds: readonly string[],
  by: Principal,
  step: CommandContext,
): Promise<DeletedSnapshots> {
  const deletedSnapshots: DeletedSnapshot[] = [];
  let position = BEGINNING;
  for (const snapshotId of snapshotIds) {
    const command = { type: 'DeleteSnapshot', snapshotId, by } as const;
    try {
      const outcome = await writePath.execute(snapshots, snapshotId, command, step);
      if (outcome.position > position) position = outcome.position;
      deletedSnapshots.push({ snapshotId, returnCode: 'success' });
    } catch (error) {
      deletedSnapshots.push({ snapshotId, returnCode: returnCodeOf(error) });
    }
  }
  return { deletedSnapshots, position };
}

/** What the ledger does not know, and what is still being made, are the caller's error. */
function returnCodeOf(error: unknown): DeleteSnapshotReturnCode {
  if (!(error instanceof DomainError)) throw error;
  if (error instanceof SnapshotInUse) return 'skipped';
  return error.isHidden ? 'missing-permissions' : 'client-error';
}
