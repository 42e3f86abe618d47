import type { EventOf } from '#event-sourcing';
import type { Retention } from '../retention-rule/retention';
import { withoutTags, type Tags } from '../tags';
import { adopted, created } from './beginning';
import { protectionAfter, type Protected } from './deregistration-protection';
import type {
  AdoptedOrigin,
  ImageCreatedData,
  ImageDeregisteredData,
  ImageEvent,
  ImageRevokedData,
  imageRestored,
  imageRevocationScheduled,
} from './events';
import { isOver, type LaunchGrant } from './launch-grant';
import { PersistentMap } from './persistent-map';
import * as permissions from './permissions-of-image';
import type { PermissionsOfImage } from './permissions-of-image';
import {
  revocationsAt,
  withoutRevocation,
  withRevocation,
  type Revocable,
  type Revocation,
  type RevocationCause,
} from './revocations';

export type ImageLifecycle = 'pending' | 'available' | 'failed' | 'disabled' | 'deregistered';

/** How an image was deregistered. */
export interface Deregistration {
  readonly deleteAssociatedSnapshots: boolean;
  readonly retention: Retention | undefined;
  /** What it was until then. */
  readonly from: Exclude<ImageLifecycle, 'deregistered'>;
}

/** What an image was to begin with. What nobody said of an adopted one is empty, or absent. */
export type ImageBeginning = Omit<ImageCreatedData, 'origin' | 'rootDeviceType'> & {
  readonly origin: AdoptedOrigin;
  readonly rootDeviceType: 'ebs' | 'instance-store';
};

export interface ExistingImage extends PermissionsOfImage, Protected, Revocable {
  readonly kind: 'existing';
  readonly lifecycle: ImageLifecycle;
  readonly created: ImageBeginning;
  readonly creationDate: Date;
  /** For an adopted image: when the ledger came to know of it. */
  readonly adoptionTime?: Date;
  /** When the last change happened or, where it was observed, was seen. */
  readonly changedAt: Date;
  readonly deregistrationTime?: Date;
  /** For as long as it is. */
  readonly deregistration?: Deregistration;
  /** The requests that brought it back, the last one last. */
  readonly restorations: readonly string[];
  /** Why it failed. */
  readonly cause?: string;
  readonly description?: string;
  readonly tags: Tags;
  /** What was asked for: `deprecationTimeOf` says when it is. */
  readonly deprecateAt: Date | undefined;
  /** The image to launch instead, where one was named. */
  readonly replacement: string | undefined;
  /** Cascades that began here, or reached it, and were undone. */
  readonly endedCascades: readonly string[];
  /** Cascades of other accounts' that began at what it came of. */
  readonly revokedAncestors: readonly string[];
}

export type ImageState = { readonly kind: 'unknown' } | ExistingImage;

export const unknownImage: ImageState = { kind: 'unknown' };

/** Of an image that there is not, none. */
export const revocationsOf = (image: ImageState): readonly Revocation[] =>
  image.kind === 'unknown' ? [] : image.revocations;

export function evolve(
  state: ImageState,
  event: ImageEvent,
  recordedAt: Date,
  changedAt = recordedAt,
): ImageState {
  if (event.type === 'ImageCreated') return { ...created(event.data, recordedAt), changedAt };
  if (event.type === 'ImageAdopted') return { ...adopted(event.data, recordedAt), changedAt };
  return state.kind === 'unknown' ? state : { ...evolveExisting(state, event, recordedAt), changedAt };
}

function evolveExisting(
  image: ExistingImage,
  event: Exclude<ImageEvent, { type: 'ImageCreated' | 'ImageAdopted' }>,
  recordedAt: Date,
): ExistingImage {
  switch (event.type) {
    case 'ImageBecameAvailable':
      return available(image);
    case 'ImageCreationFailed':
      return { ...image, lifecycle: 'failed', cause: event.data.cause };
    case 'ImageDescribed':
      return { ...image, description: event.data.description };
    case 'ImageTagged':
      return { ...image, tags: { ...image.tags, ...event.data.tags } };
    case 'ImageUntagged':
      return { ...image, tags: withoutTags(image.tags, event.data.keys) };
    case 'LaunchPermissionGranted':
      return permissions.granted(image, event.data);
    case 'LaunchPermissionOffered':
      return permissions.offered(image, event.data);
    case 'LaunchPermissionAccepted':
      return permissions.accepted(image, event.data);
    case 'LaunchPermissionRejected':
      return permissions.rejected(image, event.data);
    case 'LaunchPermissionLeft':
      return permissions.leaving(image, event.data.principal);
    case 'LaunchPermissionRevoked':
      return permissions.taken(image, event.data.principal);
    case 'LaunchPermissionExpired':
      return permissions.expired(image, event.data);
    case 'ImageDeprecationScheduled':
      return {
        ...image,
        deprecateAt: new Date(event.data.deprecateAt),
        replacement: event.data.replacement,
      };
    case 'ImageDeprecationCancelled':
      return { ...image, deprecateAt: undefined, replacement: undefined };
    case 'ImageDisabled':
      return { ...image, lifecycle: 'disabled', removedPermissions: permissions.removedBy(image) };
    case 'ImageEnabled':
      return { ...image, lifecycle: 'available', removedPermissions: PersistentMap.empty() };
    case 'DeregistrationProtectionEnabled':
    case 'DeregistrationProtectionDisabled':
      return { ...image, ...protectionAfter(image, event, recordedAt) };
    case 'ImageRevoked':
      return { ...image, ...revokedFor(image, event.data, recordedAt) };
    case 'ImageReinstated':
      return { ...image, ...reinstatedFrom(image, event.data.cause) };
    case 'ImageRevocationScheduled':
      return { ...image, scheduledRevocation: scheduledBy(event.data) };
    case 'ImageRevocationCancelled':
      return { ...image, scheduledRevocation: undefined };
    case 'ImageAncestorRevoked':
      return { ...image, revokedAncestors: [...image.revokedAncestors, event.data.cascadeId] };
    case 'ImageAncestorReinstated':
      return { ...image, revokedAncestors: withoutText(image.revokedAncestors, event.data.cascadeId) };
    case 'ImageDeregistered':
      return deregistered(image, event.data, recordedAt);
    case 'ImageRestored':
      return restored(image, event.data);
    case 'ImageRolledBack':
      return image;
  }
}

/** What failed once and was seen to be there after all has nothing to blame any more. */
const available = ({ cause: _, ...image }: ExistingImage): ExistingImage => ({
  ...image,
  lifecycle: 'available',
});

function revokedFor(
  { revocations, scheduledRevocation }: ExistingImage,
  { cause, channels = 'move', descendants, since }: ImageRevokedData,
  recordedAt: Date,
): Revocable {
  const scope = descendants === undefined ? {} : { descendants };
  const from = since === undefined ? recordedAt : new Date(since);
  return {
    revocations: withRevocation(revocations, { cause, since: from, channels, ...scope }),
    // What was scheduled is announced by an event that says since when it is so.
    scheduledRevocation: since === undefined ? scheduledRevocation : undefined,
  };
}

function reinstatedFrom(
  { revocations, endedCascades }: ExistingImage,
  cause: RevocationCause,
): Pick<ExistingImage, 'revocations' | 'endedCascades'> {
  const ended = cause.kind === 'cascade' && !endedCascades.includes(cause.cascadeId) ? [cause.cascadeId] : [];
  return {
    revocations: withoutRevocation(revocations, cause),
    endedCascades: [...endedCascades, ...ended],
  };
}

const scheduledBy = ({
  cause,
  channels = 'move',
  descendants,
  revokeAt,
}: EventOf<typeof imageRevocationScheduled>['data']): Revocable['scheduledRevocation'] => ({
  ...{ cause, channels, revokeAt: new Date(revokeAt) },
  ...(descendants === undefined ? {} : { descendants }),
});

const withoutText = (texts: readonly string[], gone: string): readonly string[] =>
  texts.filter((text) => text !== gone);

function deregistered(
  image: ExistingImage,
  { deleteAssociatedSnapshots, retention }: ImageDeregisteredData,
  deregistrationTime: Date,
): ExistingImage {
  const from =
    image.lifecycle === 'deregistered' ? (image.deregistration?.from ?? 'available') : image.lifecycle;
  const deregistration = { deleteAssociatedSnapshots, retention, from };
  return { ...image, lifecycle: 'deregistered', deregistrationTime, deregistration };
}

const restored = (
  { deregistrationTime: _time, deregistration: _how, ...image }: ExistingImage,
  { state, restorationId }: EventOf<typeof imageRestored>['data'],
): ExistingImage => ({
  ...image,
  lifecycle: state,
  restorations: [...image.restorations, restorationId],
});

/** The image as it is at a time: a grant that is over by then is not there. */
export function imageAt<Image extends ImageState>(image: Image, at: Date): Image {
  if (image.kind === 'unknown') return image;
  const isThere = (grant: LaunchGrant): boolean => !isOver(grant, at);
  return {
    ...image,
    launchPermissions: image.launchPermissions.where(isThere),
    offers: image.offers.where(isThere),
    removedPermissions: image.removedPermissions.where(isThere),
    revocations: revocationsAt(image, at),
  };
}
