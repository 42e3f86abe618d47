import { canonicalJson, type Category } from '#event-sourcing';
import type { AllowedImages, AllowedImagesState } from './allowed-images';
import { settingsEvents, type SettingsEvent } from './events';
import { checkImageCriteria, type ImageCriterion } from './image-criteria';

// Stream: one per account and region, as EC2 has its settings.

export interface SettingsId {
  readonly account: string;
  readonly region: string;
}

const stream = ({ account, region }: SettingsId): string => `settings-${account}-${region}`;

// State

/** EC2: whether images of the account may become public. What is public already stays so. */
export type ImageBlockPublicAccess = 'block-new-sharing' | 'unblocked';

export interface SettingsState {
  readonly imageBlockPublicAccess: ImageBlockPublicAccess;
  readonly allowedImages: AllowedImages;
}

/** Of an account that never set anything. */
export const unsetSettings: SettingsState = {
  imageBlockPublicAccess: 'unblocked',
  allowedImages: { state: 'disabled', imageCriteria: [] },
};

const evolve = (settings: SettingsState, event: SettingsEvent): SettingsState => {
  const { allowedImages } = settings;
  switch (event.type) {
    case 'ImageBlockPublicAccessEnabled':
      return { ...settings, imageBlockPublicAccess: event.data.state };
    case 'ImageBlockPublicAccessDisabled':
      return { ...settings, imageBlockPublicAccess: 'unblocked' };
    case 'AllowedImagesEnabled':
      return { ...settings, allowedImages: { ...allowedImages, state: event.data.state } };
    case 'AllowedImagesDisabled':
      return { ...settings, allowedImages: { ...allowedImages, state: 'disabled' } };
    case 'ImageCriteriaReplaced':
      return { ...settings, allowedImages: { ...allowedImages, imageCriteria: event.data.imageCriteria } };
  }
};

// Decide

/** EC2: EnableImageBlockPublicAccess, DisableImageBlockPublicAccess. */
export interface SetImageBlockPublicAccess extends SettingsId {
  readonly type: 'SetImageBlockPublicAccess';
  readonly state: ImageBlockPublicAccess;
}

/** EC2: Enable-, Disable- and ReplaceImageCriteriaInAllowedImagesSettings. */
export interface SetAllowedImages extends SettingsId {
  readonly type: 'SetAllowedImages';
  readonly state: AllowedImagesState;
  /** Those that are there stay when none are given. */
  readonly imageCriteria?: readonly ImageCriterion[];
}

export type SettingsCommand = SetImageBlockPublicAccess | SetAllowedImages;

const decide = (command: SettingsCommand, settings: SettingsState): readonly SettingsEvent[] => {
  switch (command.type) {
    case 'SetImageBlockPublicAccess':
      return setImageBlockPublicAccess(command, settings);
    case 'SetAllowedImages':
      return [...replaceCriteria(command, settings), ...setState(command, settings)];
  }
};

function setImageBlockPublicAccess(
  { account, region, state }: SetImageBlockPublicAccess,
  { imageBlockPublicAccess }: SettingsState,
): readonly SettingsEvent[] {
  if (state === imageBlockPublicAccess) return [];
  return state === 'unblocked'
    ? [{ type: 'ImageBlockPublicAccessDisabled', data: { account, region } }]
    : [{ type: 'ImageBlockPublicAccessEnabled', data: { account, region, state } }];
}

function setState(
  { account, region, state }: SetAllowedImages,
  { allowedImages }: SettingsState,
): readonly SettingsEvent[] {
  if (state === allowedImages.state) return [];
  return state === 'disabled'
    ? [{ type: 'AllowedImagesDisabled', data: { account, region } }]
    : [{ type: 'AllowedImagesEnabled', data: { account, region, state } }];
}

/** Before the state: what is enabled is enabled with the criteria that were asked for. */
function replaceCriteria(
  { account, region, imageCriteria }: SetAllowedImages,
  { allowedImages }: SettingsState,
): readonly SettingsEvent[] {
  if (imageCriteria === undefined) return [];
  checkImageCriteria(imageCriteria);
  return canonicalJson(imageCriteria) === canonicalJson(allowedImages.imageCriteria)
    ? []
    : [{ type: 'ImageCriteriaReplaced', data: { account, region, imageCriteria } }];
}

/** What an account decided for itself in a region, once for all its images and all its launches. */
export const settings: Category<SettingsId, SettingsState, SettingsCommand, SettingsEvent> = {
  stream,
  events: settingsEvents,
  decider: { initial: unsetSettings, decide, evolve },
};
