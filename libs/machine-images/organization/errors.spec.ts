import { refusalsOf } from '../../../test/support/refusals';
import * as errors from './errors';

describe('The refusals of organizations', () => {
  refusalsOf(errors, [
    [
      new errors.AccountIsInAnotherOrganization('111122223333', 'o-exampleorg1'),
      'account-in-another-organization',
      'account 111122223333 is in the organization o-exampleorg1',
      '/account',
    ],
  ]);
});
