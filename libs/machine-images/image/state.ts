import { withoutTags, type Tags } from '../tags';
import type { ImageCreatedData, ImageEvent } from './events';
import { principalKey, type LaunchPrincipal } from './launch-principal';
import { PersistentMap } from './persistent-map';

export type ImageLifecycle = 'pending' | 'available' | 'failed' | 'disabled' | 'deregistered';

/** Why an image is revoked; it is for as long as any cause remains. */
export interface RevocationCause {
  /** `hand`: somebody asked for it. */
  readonly kind: 'hand';
  /** The request that asked for it. */
  readonly id: string;
}

export interface ExistingImage {
  readonly kind: 'existing';
  readonly lifecycle: ImageLifecycle;
  readonly created: ImageCreatedData;
  readonly creationDate: Date;
  readonly deregistrationTime?: Date;
  /** Why it failed. */
  readonly cause?: string;
  readonly description?: string;
  readonly tags: Tags;
  /** By `principalKey`. */
  readonly launchPermissions: PersistentMap<string, LaunchPrincipal>;
  /** What was asked for: `deprecationTimeOf` says when it is. */
  readonly deprecateAt: Date | undefined;
  readonly revocations: readonly RevocationCause[];
}

export type ImageState = { readonly kind: 'unknown' } | ExistingImage;

export const unknownImage: ImageState = { kind: 'unknown' };

export function evolve(state: ImageState, event: ImageEvent, recordedAt: Date): ImageState {
  if (event.type === 'ImageCreated') return created(event.data, recordedAt);
  return state.kind === 'unknown' ? state : evolveExisting(state, event, recordedAt);
}

function evolveExisting(
  image: ExistingImage,
  event: Exclude<ImageEvent, { type: 'ImageCreated' }>,
  recordedAt: Date,
): ExistingImage {
  switch (event.type) {
    case 'ImageBecameAvailable':
      return { ...image, lifecycle: 'available' };
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
    case 'ImageDeregistered':
      return { ...image, lifecycle: 'deregistered', deregistrationTime: recordedAt };
  }
}

const created = (data: ImageCreatedData, creationDate: Date): ExistingImage => ({
  kind: 'existing',
  lifecycle: 'pending',
  created: data,
  creationDate,
  ...(data.description === undefined ? {} : { description: data.description }),
  tags: data.tags,
  launchPermissions: PersistentMap.empty(),
  deprecateAt: undefined,
  revocations: [],
});

type Permissions = ExistingImage['launchPermissions'];

const granted = ({ launchPermissions }: ExistingImage, principal: LaunchPrincipal): Permissions =>
  launchPermissions.with(principalKey(principal), principal);

const revoked = ({ launchPermissions }: ExistingImage, principal: LaunchPrincipal): Permissions =>
  launchPermissions.without(principalKey(principal));
