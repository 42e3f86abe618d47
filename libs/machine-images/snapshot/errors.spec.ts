import { refusalsOf } from '../../../test/support/refusals';
import * as errors from './errors';

describe('The refusals of snapshots', () => {
  refusalsOf(errors, [
    [new errors.UnknownSnapshot('snap-1'), 'unknown-snapshot', "The snapshot 'snap-1' does not exist."],
    [new errors.SnapshotIsDeleted('snap-1'), 'snapshot-deleted', 'the snapshot snap-1 is deleted'],
    [
      new errors.SnapshotInUse('snap-1', 'ami-1'),
      'snapshot-in-use',
      'The snapshot snap-1 is currently in use by ami-1',
    ],
    [new errors.SnapshotIsPending('snap-1'), 'snapshot-pending', 'the snapshot snap-1 is not completed yet'],
    [
      new errors.SnapshotHasFailed('snap-1'),
      'snapshot-failed',
      'the snapshot snap-1 has failed and holds nothing',
    ],
  ]);
});
