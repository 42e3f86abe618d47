import { refusalsOf } from '../../../test/support/refusals';
import * as errors from './errors';

describe('The refusals of retention rules', () => {
  refusalsOf(errors, [
    [
      new errors.UnknownRetentionRule('rule-1'),
      'unknown-retention-rule',
      "The retention rule 'rule-1' does not exist",
    ],
    [
      new errors.TooManyRetentionRules(250),
      'too-many-retention-rules',
      'an account has at most 250 retention rules in a region',
    ],
  ]);
});
