import type { EventOf } from '#event-sourcing';
import type { Retention } from '../retention-rule/retention';
import { withoutTags, type Tags } from '../tags';
import { protectionAfter, unprotected, type Protected } from './deregistration-protection';
import type {
  AdoptedOrigin,
  ImageAdoptedData,
  ImageCreatedData,
  ImageDeregisteredData,
  ImageEvent,
  imageRestored,
  imageRevoked,
} from './events';
import { principalKey, type LaunchPrincipal } from './launch-principal';
import { PersistentMap } from './persistent-map';
import { withoutRevocation, withRevocation, type Revocation } from './revocations';

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

export interface ExistingImage extends Protected {
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
  /** By `principalKey`. */
  readonly launchPermissions: PersistentMap<string, LaunchPrincipal>;
  /** Those that disabling removed, for as long as it is disabled. */
  readonly removedPermissions: PersistentMap<string, LaunchPrincipal>;
  /** What was asked for: `deprecationTimeOf` says when it is. */
  readonly deprecateAt: Date | undefined;
  readonly revocations: readonly Revocation[];
}

export type ImageState = { readonly kind: 'unknown' } | ExistingImage;

export const unknownImage: ImageState = { kind: 'unknown' };

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
      return { ...image, launchPermissions: granted(image, event.data.principal) };
    case 'LaunchPermissionRevoked':
      return { ...image, launchPermissions: revoked(image, event.data.principal) };
    case 'ImageDeprecationScheduled':
      return { ...image, deprecateAt: new Date(event.data.deprecateAt) };
    case 'ImageDeprecationCancelled':
      return { ...image, deprecateAt: undefined };
    case 'ImageDisabled':
      return { ...image, lifecycle: 'disabled', removedPermissions: image.launchPermissions };
    case 'ImageEnabled':
      return { ...image, lifecycle: 'available', removedPermissions: PersistentMap.empty() };
    case 'DeregistrationProtectionEnabled':
    case 'DeregistrationProtectionDisabled':
      return { ...image, ...protectionAfter(image, event, recordedAt) };
    case 'ImageRevoked':
      return { ...image, revocations: revokedFor(image, event.data, recordedAt) };
    case 'ImageReinstated':
      return { ...image, revocations: withoutRevocation(image.revocations, event.data.cause) };
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

const revokedFor = (
  { revocations }: ExistingImage,
  { cause, channels = 'move' }: EventOf<typeof imageRevoked>['data'],
  since: Date,
): readonly Revocation[] => withRevocation(revocations, { cause, since, channels });

/** It begins with its adoption, and was made when it says. */
const adopted = (
  { state, cause, name = '', rootDeviceName = '', rootDeviceType = 'ebs', ...data }: ImageAdoptedData,
  adoptionTime: Date,
): ExistingImage => {
  const { creationDate, ...rest } = data;
  const madeAt = creationDate === undefined ? adoptionTime : new Date(creationDate);
  return {
    ...created({ ...rest, name, rootDeviceName, rootDeviceType }, madeAt),
    lifecycle: state,
    adoptionTime,
    ...(cause === undefined ? {} : { cause }),
  };
};

const created = (data: ImageBeginning, creationDate: Date): ExistingImage => ({
  kind: 'existing',
  lifecycle: 'pending',
  created: data,
  creationDate,
  changedAt: creationDate,
  ...(data.description === undefined ? {} : { description: data.description }),
  tags: data.tags,
  launchPermissions: PersistentMap.empty(),
  removedPermissions: PersistentMap.empty(),
  deprecateAt: undefined,
  restorations: [],
  revocations: [],
  ...unprotected,
});

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

type Permissions = ExistingImage['launchPermissions'];

const granted = ({ launchPermissions }: ExistingImage, principal: LaunchPrincipal): Permissions =>
  launchPermissions.with(principalKey(principal), principal);

const revoked = ({ launchPermissions }: ExistingImage, principal: LaunchPrincipal): Permissions =>
  launchPermissions.without(principalKey(principal));
