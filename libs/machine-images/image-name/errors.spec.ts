import { refusalsOf } from '../../../test/support/refusals';
import * as errors from './errors';

describe('The refusals of image names', () => {
  refusalsOf(errors, [
    [
      new errors.ImageNameIsTaken('web 1.0', 'ami-1'),
      'image-name-taken',
      'AMI name web 1.0 is already in use by AMI ami-1',
      '/name',
    ],
  ]);
});
