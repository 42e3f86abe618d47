import type { SettingsEvent } from '#machine-images';

/** What an event makes of the settings it touches. */
export function settingsAspects(event: SettingsEvent): Readonly<Record<string, unknown>> {
  switch (event.type) {
    case 'ImageBlockPublicAccessEnabled':
      return { imageBlockPublicAccess: event.data.state };
    case 'ImageBlockPublicAccessDisabled':
      return { imageBlockPublicAccess: 'unblocked' };
    case 'AllowedImagesEnabled':
      return { allowedImages: event.data.state };
    case 'AllowedImagesDisabled':
      return { allowedImages: 'disabled' };
    case 'ImageCriteriaReplaced':
      return { imageCriteria: event.data.imageCriteria };
  }
}
