import fc from 'fast-check';
import { deciderLaws } from '../../../test/support/decider-laws';
import type { SettingsEvent } from './events';
import type { ImageCriterion } from './image-criteria';
import { settings, type SettingsCommand, type SettingsState } from './settings';
import * as ofSettings from './settings.testing';

const criteria: fc.Arbitrary<readonly ImageCriterion[]> = fc.array(
  fc.constantFrom<ImageCriterion>(ofSettings.byProvider, { imageNames: ['web*'] }, {}),
  { maxLength: 2 },
);
deciderLaws<SettingsState, SettingsCommand, SettingsEvent>('The settings of an account', {
  category: settings,
  commands: fc.oneof(
    fc
      .constantFrom('block-new-sharing' as const, 'unblocked' as const)
      .map((to) => ofSettings.setPublicAccess(to)),
    fc
      .tuple(
        fc.constantFrom('disabled' as const, 'audit-mode' as const, 'enabled' as const),
        fc.option(criteria, { nil: undefined }),
      )
      .map(([state, imageCriteria]) => ofSettings.setAllowedImages(state, imageCriteria)),
  ),
  events: fc.oneof(
    fc.constantFrom(
      ofSettings.publicAccessBlocked,
      ofSettings.publicAccessUnblocked,
      ofSettings.allowedImagesEnabled('audit-mode'),
      ofSettings.allowedImagesEnabled('enabled'),
      ofSettings.allowedImagesDisabled,
    ),
    criteria.map((imageCriteria) => ofSettings.criteriaReplaced(...imageCriteria)),
  ),
});
