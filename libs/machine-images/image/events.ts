import { EventType, EventTypes, type EventIn } from '#event-sourcing';
import type { Tags } from '../tags';
import type { LaunchPrincipal } from './launch-principal';
import type { ImageContent, ImageRegistration } from './registration';

/** What the image is; its content is spread into it. */
export type ImageCreatedData = Omit<ImageRegistration, 'content' | 'work'> &
  ImageContent & { readonly rootDeviceType: 'ebs' };

export const imageCreated = EventType.named('ImageCreated').as<ImageCreatedData>();
export const imageBecameAvailable = EventType.named('ImageBecameAvailable').as<{
  readonly imageId: string;
  /** What the provider calls it, where the provider made it. */
  readonly providerId?: string;
}>();
/** The snapshots that were made for it stay, and so does its name, until it is deregistered. */
export const imageCreationFailed = EventType.named('ImageCreationFailed').as<{
  readonly imageId: string;
  readonly cause: string;
}>();
export const imageDescribed = EventType.named('ImageDescribed').as<{
  readonly imageId: string;
  readonly description: string;
}>();
/** Only the tags that changed. */
export const imageTagged = EventType.named('ImageTagged').as<{
  readonly imageId: string;
  readonly tags: Tags;
}>();
export const imageUntagged = EventType.named('ImageUntagged').as<{
  readonly imageId: string;
  readonly keys: readonly string[];
}>();
export const launchPermissionGranted = EventType.named('LaunchPermissionGranted').as<{
  readonly imageId: string;
  readonly principal: LaunchPrincipal;
}>();
export const launchPermissionRevoked = EventType.named('LaunchPermissionRevoked').as<{
  readonly imageId: string;
  readonly principal: LaunchPrincipal;
}>();
/** The time takes effect by itself when it has come. */
export const imageDeprecationScheduled = EventType.named('ImageDeprecationScheduled').as<{
  readonly imageId: string;
  /** RFC 3339. */
  readonly deprecateAt: string;
}>();
export const imageDeprecationCancelled = EventType.named('ImageDeprecationCancelled').as<{
  readonly imageId: string;
}>();
export const imageDeregistered = EventType.named('ImageDeregistered').as<{ readonly imageId: string }>();

export const imageEvents = EventTypes.of(
  imageCreated,
  imageBecameAvailable,
  imageCreationFailed,
  imageDescribed,
  imageTagged,
  imageUntagged,
  launchPermissionGranted,
  launchPermissionRevoked,
  imageDeprecationScheduled,
  imageDeprecationCancelled,
  imageDeregistered,
);
export type ImageEvent = EventIn<typeof imageEvents>;
