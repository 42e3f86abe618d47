import type { LaunchPrincipal } from './launch-principal';
import { principalKey } from './launch-principal';
import { withoutTags, type Tags } from '../tags';
import type { ImageCreatedData, ImageEvent } from './events';

export type ImageLifecycle = 'pending' | 'available' | 'deregistered';

export interface ExistingImage {
  readonly kind: 'existing';
  readonly lifecycle: ImageLifecycle;
  readonly created: ImageCreatedData;
  readonly creationDate: Date;
  readonly deregistrationTime?: Date;
  readonly description?: string;
  readonly tags: Tags;
  /** By `principalKey`. */
  readonly launchPermissions: ReadonlyMap<string, LaunchPrincipal>;
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
    case 'ImageDescribed':
      return { ...image, description: event.data.description };
    case 'ImageTagged':
      return { ...image, tags: { ...image.tags, ...event.data.tags } };
    case 'ImageUntagged':
      return { ...image, tags: withoutTags(image.tags, event.data.keys) };
    case 'LaunchPermissionGranted':
      return { ...image, launchPermissions: granted(image.launchPermissions, event.data.principal) };
    case 'LaunchPermissionRevoked':
      return { ...image, launchPermissions: revoked(image.launchPermissions, event.data.principal) };
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
  launchPermissions: new Map(),
});

type Permissions = ReadonlyMap<string, LaunchPrincipal>;

const granted = (permissions: Permissions, principal: LaunchPrincipal): Permissions =>
  new Map(permissions).set(principalKey(principal), principal);

const revoked = (permissions: Permissions, principal: LaunchPrincipal): Permissions => {
  const left = new Map(permissions);
  left.delete(principalKey(principal));
  return left;
};
