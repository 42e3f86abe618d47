import type { Principal } from '../principal';
import {
  ImageHasFailed,
  ImageIsDeregistered,
  ImageIsDisabled,
  ImageIsPending,
  ImageIsRevoked,
  ImageStorageNotShared,
  UnknownImage,
} from './errors';
import type { ExistingImage, ImageState } from './state';

export type Visibility = 'private' | 'public' | 'shared';

/** Why an account may launch an image. */
export type LaunchGrounds = 'owner' | 'public' | 'account';

export const visibilityOf = ({ launchPermissions }: Pick<ExistingImage, 'launchPermissions'>): Visibility => {
  if (launchPermissions.has('all')) return 'public';
  return launchPermissions.size > 0 ? 'shared' : 'private';
};

export const mayChange = ({ created }: ExistingImage, { account, administrator }: Principal): boolean =>
  administrator || created.ownerId === account;

/** A revoked image is still seen by those whom it is shared with, so that they learn why it does not launch. */
export const isVisibleTo = (image: ExistingImage, account: string): boolean =>
  image.created.ownerId === account ||
  (image.lifecycle === 'available' && groundsOf(image, account) !== undefined);

/**
 * Decides whether an account may launch an image, and says why. Throws UnknownImage to those who may not know of it;
 * ImageIsPending, ImageHasFailed, ImageIsDisabled, ImageIsDeregistered; ImageIsRevoked. A deprecated image still launches.
 */
export function launchGrounds(image: ImageState, imageId: string, account: string): LaunchGrounds {
  if (image.kind === 'unknown') throw new UnknownImage(imageId, '/imageId');
  const grounds = groundsOf(image, account);
  if (grounds === undefined || !isVisibleTo(image, account))
    throw new UnknownImage(imageId, '/imageId').asHidden();
  refuseUnlessAvailable(image, imageId);
  return grounds;
}

/**
 * The image that an account may copy, which is its own. Throws UnknownImage to those who may not know of it,
 * ImageStorageNotShared to those who may merely launch it, and what launching it would throw.
 */
export function copyable(image: ImageState, imageId: string, region: string, account: string): ExistingImage {
  if (image.kind === 'unknown') throw new UnknownImage(imageId);
  if (image.created.region !== region || !isVisibleTo(image, account))
    throw new UnknownImage(imageId).asHidden();
  if (image.created.ownerId !== account) throw new ImageStorageNotShared(imageId);
  refuseUnlessAvailable(image, imageId);
  return image;
}

function refuseUnlessAvailable({ lifecycle, revocations }: ExistingImage, imageId: string): void {
  switch (lifecycle) {
    case 'available':
      if (revocations.length > 0) throw new ImageIsRevoked(imageId);
      return;
    case 'pending':
      throw new ImageIsPending(imageId);
    case 'failed':
      throw new ImageHasFailed(imageId);
    case 'disabled':
      throw new ImageIsDisabled(imageId);
    case 'deregistered':
      throw new ImageIsDeregistered(imageId);
  }
}

/** A permission of the account itself says more than one of everybody. */
function groundsOf(
  { created, launchPermissions }: ExistingImage,
  account: string,
): LaunchGrounds | undefined {
  if (created.ownerId === account) return 'owner';
  if (launchPermissions.has(account)) return 'account';
  return launchPermissions.has('all') ? 'public' : undefined;
}
