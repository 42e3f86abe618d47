import { EventType, EventTypes, type EventIn } from '#event-sourcing';
import type { ImageCriterion } from './image-criteria';

interface OfAccount {
  readonly account: string;
  readonly region: string;
}

export const imageBlockPublicAccessEnabled = EventType.named('ImageBlockPublicAccessEnabled').as<
  OfAccount & { readonly state: 'block-new-sharing' }
>();
export const imageBlockPublicAccessDisabled = EventType.named(
  'ImageBlockPublicAccessDisabled',
).as<OfAccount>();
export const allowedImagesEnabled = EventType.named('AllowedImagesEnabled').as<
  OfAccount & { readonly state: 'audit-mode' | 'enabled' }
>();
export const allowedImagesDisabled = EventType.named('AllowedImagesDisabled').as<OfAccount>();
/** All of them. */
export const imageCriteriaReplaced = EventType.named('ImageCriteriaReplaced').as<
  OfAccount & { readonly imageCriteria: readonly ImageCriterion[] }
>();

export const settingsEvents = EventTypes.of(
  imageBlockPublicAccessEnabled,
  imageBlockPublicAccessDisabled,
  allowedImagesEnabled,
  allowedImagesDisabled,
  imageCriteriaReplaced,
);
export type SettingsEvent = EventIn<typeof settingsEvents>;
