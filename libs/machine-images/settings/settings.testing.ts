import { givenFor } from '../../../test/support/given';
import { owner } from '../image/image.testing';
import type { AllowedImagesState, JudgedImage } from './allowed-images';
import type { SettingsEvent } from './events';
import type { ImageCriterion } from './image-criteria';
import {
  settings,
  type ImageBlockPublicAccess,
  type SetAllowedImages,
  type SetImageBlockPublicAccess,
} from './settings';

export const OWNERS_SETTINGS = { account: owner.account, region: 'us-east-1' };

export const PROVIDER = '555566667777';
export const byProvider: ImageCriterion = { imageProviders: [PROVIDER] };

// What happened

export const publicAccessBlocked: SettingsEvent = {
  type: 'ImageBlockPublicAccessEnabled',
  data: { ...OWNERS_SETTINGS, state: 'block-new-sharing' },
};
export const publicAccessUnblocked: SettingsEvent = {
  type: 'ImageBlockPublicAccessDisabled',
  data: OWNERS_SETTINGS,
};
export const allowedImagesEnabled = (state: 'audit-mode' | 'enabled'): SettingsEvent => ({
  type: 'AllowedImagesEnabled',
  data: { ...OWNERS_SETTINGS, state },
});
export const allowedImagesDisabled: SettingsEvent = { type: 'AllowedImagesDisabled', data: OWNERS_SETTINGS };
export const criteriaReplaced = (...imageCriteria: readonly ImageCriterion[]): SettingsEvent => ({
  type: 'ImageCriteriaReplaced',
  data: { ...OWNERS_SETTINGS, imageCriteria },
});

// What is asked for

export const setPublicAccess = (
  state: ImageBlockPublicAccess,
  id = OWNERS_SETTINGS,
): SetImageBlockPublicAccess => ({ type: 'SetImageBlockPublicAccess', ...id, state });
export const setAllowedImages = (
  state: AllowedImagesState,
  imageCriteria?: readonly ImageCriterion[],
  id = OWNERS_SETTINGS,
): SetAllowedImages => ({
  type: 'SetAllowedImages',
  ...id,
  state,
  ...(imageCriteria === undefined ? {} : { imageCriteria }),
});

/** What criteria are asked about, unless a spec says otherwise: an image of another account, a day old. */
export const judged = (overrides: Partial<JudgedImage> = {}): JudgedImage => ({
  ownerId: PROVIDER,
  name: 'web 1.0',
  creationDate: new Date('2026-01-31T12:00:00.000Z'),
  deprecationTime: undefined,
  ...overrides,
});

export const given = givenFor(settings.decider);
