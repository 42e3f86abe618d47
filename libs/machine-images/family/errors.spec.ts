import { refusalsOf } from '../../../test/support/refusals';
import * as errors from './errors';

describe('The refusals of families', () => {
  refusalsOf(errors, [
    [
      new errors.UnknownFamily('111122223333', 'web'),
      'unknown-family',
      "account 111122223333 has no family 'web'",
    ],
    [
      new errors.FamilyNameIsTaken('web'),
      'family-name-taken',
      "there is a family 'web' already, and it is described otherwise",
      '/name',
    ],
    [
      new errors.InvalidFamilyName('channel', '/channel'),
      'invalid-family-name',
      'a channel is named with 1 to 63 of a-z, 0-9 and -, begins with a letter and does not end with -',
      '/channel',
    ],
    [new errors.UnknownChannel('prod'), 'unknown-channel', "there is no channel 'prod'"],
    [new errors.UnknownImageVersion(7), 'unknown-image-version', 'there is no version 7'],
    [new errors.ChannelIsManaged('latest'), 'channel-managed', "the channel 'latest' moves by itself"],
    [
      new errors.ImageOfAnotherAccount('ami-1'),
      'image-of-another-account',
      'ami-1 belongs to another account than the family',
      '/imageId',
    ],
    [new errors.ImageVersionUnusable('ami-1', 'revoked'), 'image-version-unusable', 'ami-1 is revoked'],
    [
      new errors.ImageVersionUnusable('ami-1', 'snapshots-lost'),
      'image-version-unusable',
      'ami-1 has lost its snapshots',
    ],
    [
      new errors.NothingToRollBackTo('prod'),
      'nothing-to-roll-back-to',
      "the channel 'prod' has pointed at no earlier version that is still good",
    ],
    [
      new errors.NeverInChannel('prod', 7),
      'never-in-channel',
      "the channel 'prod' has not pointed at version 7 before",
      '/to',
    ],
    [
      new errors.ChannelPointsAtNone('prod'),
      'channel-points-at-none',
      "the channel 'prod' points at no version",
    ],
  ]);
});
