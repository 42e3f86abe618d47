import { refusalsOf } from '../../../test/support/refusals';
import * as errors from './errors';

describe('The refusals of volumes', () => {
  refusalsOf(errors, [
    [new errors.UnknownVolume('vol-1'), 'unknown-volume', "The volume 'vol-1' does not exist."],
    [new errors.VolumeIsDeleted('vol-1'), 'volume-deleted', 'the volume vol-1 is deleted'],
    [
      new errors.VolumeInUse('vol-1', 'i-1', '/dev/sdf'),
      'volume-in-use',
      'vol-1 is already attached to i-1 as /dev/sdf',
    ],
    [
      new errors.VolumeInAnotherZone('vol-1', 'eu-west-1a', 'eu-west-1b'),
      'volume-in-another-zone',
      'the volume vol-1 is in eu-west-1a, the instance in eu-west-1b',
      '/instanceId',
    ],
  ]);
});
