import { refusalsOf } from '../../../test/support/refusals';
import * as errors from './errors';

describe('The refusals of observations', () => {
  refusalsOf(errors, [
    [
      new errors.ObservedTooEarly(
        'vol-1',
        new Date('2026-03-01T00:00:00Z'),
        new Date('2026-03-03T00:00:00Z'),
      ),
      'observed-too-early',
      'vol-1 was observed at 2026-03-01T00:00:00.000Z and has changed since, at 2026-03-03T00:00:00.000Z',
    ],
    [
      new errors.StateIsNotKept('snap-1', 'recovering'),
      'state-not-kept',
      'snap-1 was observed as recovering, which the ledger does not follow',
    ],
    [
      new errors.ObservedOtherwise('vol-1', 'size', '8', '16'),
      'observed-otherwise',
      'the size of vol-1 is 8 on record, and was observed as 16',
    ],
    [
      new errors.AttachmentDisagrees('vol-1', 'i-1', '/dev/sdf', 'i-1 has nothing there'),
      'attachment-disagrees',
      'vol-1 was observed at i-1 as /dev/sdf; i-1 has nothing there',
    ],
  ]);
});
