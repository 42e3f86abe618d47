import { EventType, EventTypes, type EventIn } from '#event-sourcing';
import type { BlockDeviceMapping } from '../block-device/block-device-mapping';
import type { Retention } from '../retention-rule/retention';
import type { Tags } from '../tags';
import type { ImageAspect } from './aspects';
import type { LaunchPrincipal } from './launch-principal';
import type { ImageContent, ImageOrigin, ImageRegistration } from './registration';
import type { CascadeScope, ChannelsOfRevoked, RevocationCause } from './revocations';

/** What the image is; its content is spread into it. */
export type ImageCreatedData = Omit<ImageRegistration, 'content' | 'work'> &
  ImageContent & { readonly rootDeviceType: 'ebs' };

type AccountPrincipal = Extract<LaunchPrincipal, { userId: string }>;
interface AnsweredData {
  readonly imageId: string;
  readonly principal: AccountPrincipal;
  /** RFC 3339, as of a grant. */
  readonly expiresAt?: string;
}

/** What an adopted image is made of is known where it said so. */
export type AdoptedOrigin = ImageOrigin | { readonly kind: 'adopted' };

/**
 * What was seen of an image that the ledger knew nothing of, in the state it was seen in. When it is public, deprecated
 * or protected, that follows as events of their own.
 */
export interface ImageAdoptedData extends Partial<Omit<ImageContent, 'blockDeviceMappings'>> {
  readonly imageId: string;
  readonly ownerId: string;
  readonly region: string;
  readonly name?: string;
  readonly description?: string;
  /** RFC 3339: when it was made, long before it was adopted. */
  readonly creationDate?: string;
  readonly state: 'pending' | 'available' | 'failed' | 'disabled' | 'deregistered';
  /** Why it failed. */
  readonly cause?: string;
  readonly origin: AdoptedOrigin;
  readonly rootDeviceType?: 'ebs' | 'instance-store';
  readonly blockDeviceMappings: readonly BlockDeviceMapping[];
  readonly tags: Tags;
}

export const imageAdopted = EventType.named('ImageAdopted').as<ImageAdoptedData>();
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
/** Granted again, it takes the place of what the principal had. */
export const launchPermissionGranted = EventType.named('LaunchPermissionGranted').as<{
  readonly imageId: string;
  readonly principal: LaunchPrincipal;
  /** RFC 3339. It takes effect by itself when it has come; there is none where nothing is said. */
  readonly expiresAt?: string;
}>();
export const launchPermissionRevoked = EventType.named('LaunchPermissionRevoked').as<{
  readonly imageId: string;
  readonly principal: LaunchPrincipal;
}>();
/** An account may launch the image once it has accepted. Offered again, it takes the place of what the account had. */
export const launchPermissionOffered = EventType.named('LaunchPermissionOffered').as<AnsweredData>();
export const launchPermissionAccepted = EventType.named('LaunchPermissionAccepted').as<AnsweredData>();
/** The offer stands, and may still be accepted. */
export const launchPermissionRejected = EventType.named('LaunchPermissionRejected').as<AnsweredData>();
/** The account gave up what named it, whether or not it was asked for acceptance. */
export const launchPermissionLeft = EventType.named('LaunchPermissionLeft').as<{
  readonly imageId: string;
  readonly principal: AccountPrincipal;
}>();
/** Announces what has come about by itself. A principal has one grant: this one, until that time. */
export const launchPermissionExpired = EventType.named('LaunchPermissionExpired').as<{
  readonly imageId: string;
  readonly principal: LaunchPrincipal;
  readonly expiresAt: string;
}>();
/** The time takes effect by itself when it has come. */
export const imageDeprecationScheduled = EventType.named('ImageDeprecationScheduled').as<{
  readonly imageId: string;
  /** RFC 3339. */
  readonly deprecateAt: string;
  /** The image to launch instead. */
  readonly replacement?: string;
}>();
export const imageDeprecationCancelled = EventType.named('ImageDeprecationCancelled').as<{
  readonly imageId: string;
}>();
/** The permissions that it ends follow as events of their own. */
export const imageDisabled = EventType.named('ImageDisabled').as<{ readonly imageId: string }>();
/** The permissions that it gives back follow as events of their own. */
export const imageEnabled = EventType.named('ImageEnabled').as<{ readonly imageId: string }>();
export const deregistrationProtectionEnabled = EventType.named('DeregistrationProtectionEnabled').as<{
  readonly imageId: string;
  readonly withCooldown: boolean;
}>();
/** A cooldown begins with it, and ends by itself. */
export const deregistrationProtectionDisabled = EventType.named('DeregistrationProtectionDisabled').as<{
  readonly imageId: string;
}>();

export interface RevocationData {
  readonly imageId: string;
  readonly cause: RevocationCause;
  /** What becomes of channels that point at it: where nothing is said, they move. */
  readonly channels?: ChannelsOfRevoked;
  /** A cascade begins here: whose images it revokes of all that came of this one, and will. */
  readonly descendants?: CascadeScope;
  /** Names what was said beforehand to come of it elsewhere, where somebody asked. */
  readonly plan?: string;
}
export interface ImageRevokedData extends RevocationData {
  /** RFC 3339: it was scheduled, and took effect by itself then. */
  readonly since?: string;
}
export const imageRevoked = EventType.named('ImageRevoked').as<ImageRevokedData>();
export const imageReinstated = EventType.named('ImageReinstated').as<{
  readonly imageId: string;
  readonly cause: RevocationCause;
  /** A cascade that began here is undone: how far it went. */
  readonly descendants?: CascadeScope;
  /** Names what was said beforehand to come of it elsewhere, where somebody asked. */
  readonly plan?: string;
}>();
/** The time takes effect by itself when it has come; ImageRevoked announces it. Of several, the last one counts. */
export const imageRevocationScheduled = EventType.named('ImageRevocationScheduled').as<
  RevocationData & {
    /** RFC 3339. */
    readonly revokeAt: string;
  }
>();
export const imageRevocationCancelled = EventType.named('ImageRevocationCancelled').as<{
  readonly imageId: string;
}>();
/** A warning to its owner: another account's image that it came of was revoked with what is that account's own. */
export const imageAncestorRevoked = EventType.named('ImageAncestorRevoked').as<{
  readonly imageId: string;
  readonly cascadeId: string;
}>();
export const imageAncestorReinstated = EventType.named('ImageAncestorReinstated').as<{
  readonly imageId: string;
  readonly cascadeId: string;
}>();

interface ImageDeregisteredV1 {
  readonly imageId: string;
}
export interface ImageDeregisteredData {
  readonly imageId: string;
  /** Whether those of its snapshots go that nothing else needs. */
  readonly deleteAssociatedSnapshots: boolean;
  /** It is in the Recycle Bin. */
  readonly retention?: Retention;
}

/** Schema 2: its snapshots may go with it, and it may be retained. Before that, they stayed, and it was not. */
export const imageDeregistered = EventType.named('ImageDeregistered')
  .as<ImageDeregisteredV1>()
  .upcast(({ imageId }): ImageDeregisteredData => ({ imageId, deleteAssociatedSnapshots: false }));
/** Out of the Recycle Bin. */
export const imageRestored = EventType.named('ImageRestored').as<{
  readonly imageId: string;
  /** The request that asked for it. */
  readonly restorationId: string;
  /** What it was when it was deregistered, and is again. */
  readonly state: 'available' | 'disabled';
}>();

export type ImageRolledBackData = {
  readonly imageId: string;
  readonly include: readonly ImageAspect[];
} & (
  | {
      /** RFC 3339: the image got back what it had then. */
      readonly asOf: string;
    }
  | {
      /** The correlation id of a rollback: the image got back what it had right before that. */
      readonly undo: string;
    }
);
/** What it gives back follows as events of its own. */
export const imageRolledBack = EventType.named('ImageRolledBack').as<ImageRolledBackData>();

export const imageEvents = EventTypes.of(
  imageCreated,
  imageAdopted,
  imageBecameAvailable,
  imageCreationFailed,
  imageDescribed,
  imageTagged,
  imageUntagged,
  launchPermissionGranted,
  launchPermissionRevoked,
  launchPermissionOffered,
  launchPermissionAccepted,
  launchPermissionRejected,
  launchPermissionLeft,
  launchPermissionExpired,
  imageDeprecationScheduled,
  imageDeprecationCancelled,
  imageDisabled,
  imageEnabled,
  deregistrationProtectionEnabled,
  deregistrationProtectionDisabled,
  imageRevoked,
  imageReinstated,
  imageRevocationScheduled,
  imageRevocationCancelled,
  imageAncestorRevoked,
  imageAncestorReinstated,
  imageDeregistered,
  imageRestored,
  imageRolledBack,
);
export type ImageEvent = EventIn<typeof imageEvents>;
