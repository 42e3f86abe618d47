import { refusalsOf } from '../../../test/support/refusals';
import * as errors from './errors';

describe('The refusals of instances', () => {
  refusalsOf(errors, [
    [new errors.UnknownInstance('i-1'), 'unknown-instance', "The instance ID 'i-1' does not exist"],
    [
      new errors.IncorrectInstanceState('i-1', 'terminated', 'be started'),
      'incorrect-instance-state',
      "The instance 'i-1' is terminated and cannot be started",
    ],
    [
      new errors.DeviceInUse('/dev/sdf', 'vol-1'),
      'device-in-use',
      'Attachment point /dev/sdf is already in use',
      '/device',
    ],
    [
      new errors.RootVolumeCannotReturn('vol-1'),
      'root-volume-cannot-return',
      'it is not known from which image vol-1 came to be',
      '/undo',
    ],
    [
      new errors.RootVolumeReplacementInProgress('i-1'),
      'root-volume-replacement-in-progress',
      'the root volume of i-1 is being replaced already',
    ],
    [
      new errors.IncompatibleImage('ami-1', 'it is of arm64'),
      'incompatible-image',
      'ami-1 does not fit the instance: it is of arm64',
      '/imageId',
    ],
    [
      new errors.RootVolumeTooSmall('ami-1', 8, 16),
      'root-volume-too-small',
      'the root volume of ami-1 has 8 GiB, and the present one 16',
      '/imageId',
    ],
    [
      new errors.SnapshotOfAnotherLineage('snap-1', 'i-1'),
      'snapshot-of-another-lineage',
      'snap-1 was made of no root volume that i-1 has or had',
      '/snapshotId',
    ],
  ]);
});
