import type { DomainError } from '#event-sourcing';
import { principalsOf } from '../organization/membership';
import type { Principal, Standing } from '../principal';
import {
  ImageHasFailed,
  ImageIsDeregistered,
  ImageIsDisabled,
  ImageIsPending,
  ImageIsRevoked,
  ImageStorageNotShared,
  LaunchPermissionNotAccepted,
  UnknownImage,
} from './errors';
import type { LaunchGrants } from './launch-grant';
import { isOfOrganization, type LaunchPrincipal } from './launch-principal';
import { isRevokedAt } from './revocations';
import { imageAt, type ExistingImage, type ImageState } from './state';

export type Visibility = 'private' | 'public' | 'shared';

/** Why an account may launch an image. */
export type LaunchGrounds = 'owner' | 'public' | 'account' | 'organization' | 'organizational-unit';

export interface LaunchGround {
  readonly grounds: LaunchGrounds;
  /** Which organization or unit, where the account is allowed as one of it. */
  readonly grantedTo?: LaunchPrincipal;
}

export function visibilityOf(image: ExistingImage, at: Date): Visibility {
  const { launchPermissions } = imageAt(image, at);
  if (launchPermissions.has('all')) return 'public';
  return launchPermissions.size > 0 ? 'shared' : 'private';
}

export const mayChange = ({ created }: ExistingImage, { account, administrator }: Principal): boolean =>
  administrator || created.ownerId === account;

/** Where an account stands in an organization matters only when nothing says more about it. */
export function hingesOnMembership(image: ExistingImage, account: string, at: Date): boolean {
  if (image.created.ownerId === account) return false;
  const { launchPermissions } = imageAt(image, at);
  return (
    !launchPermissions.has(account) &&
    launchPermissions.values().some(({ principal }) => isOfOrganization(principal))
  );
}

/** A revoked image is still seen by those whom it is shared with, so that they learn why it does not launch. */
export const isVisibleTo = (image: ExistingImage, by: Standing, at: Date): boolean =>
  image.created.ownerId === by.account ||
  (image.lifecycle === 'available' && (groundOf(image, by, at) !== undefined || isOffered(image, by, at)));

/**
 * Decides whether an account may launch an image, and says why. Throws UnknownImage to those who may not know of it;
 * LaunchPermissionNotAccepted; ImageIsPending, ImageHasFailed, ImageIsDisabled, ImageIsDeregistered; ImageIsRevoked. A deprecated image still launches.
 */
export function launchGround(
  image: ImageState,
  imageId: string,
  by: Standing,
  at: Date,
  pointer = '/imageId',
): LaunchGround {
  if (image.kind === 'unknown') throw new UnknownImage(imageId, pointer);
  const ground = groundOf(image, by, at);
  if (ground === undefined && isVisibleTo(image, by, at)) throw new LaunchPermissionNotAccepted(imageId);
  if (ground === undefined || !isVisibleTo(image, by, at))
    throw new UnknownImage(imageId, pointer).asHidden();
  refuseUnlessAvailable(image, at, pointer);
  return ground;
}

/**
 * The image that an account may copy, which is its own. Throws UnknownImage to those who may not know of it,
 * ImageStorageNotShared to those who may merely launch it, and what launching it would throw.
 */
export function copyable(
  image: ImageState,
  imageId: string,
  region: string,
  by: Standing,
  at: Date,
): ExistingImage {
  if (image.kind === 'unknown') throw new UnknownImage(imageId, '/imageId');
  if (image.created.region !== region || !isVisibleTo(image, by, at))
    throw new UnknownImage(imageId, '/imageId').asHidden();
  if (image.created.ownerId !== by.account) throw new ImageStorageNotShared(imageId);
  refuseUnlessAvailable(image, at, '/imageId');
  return image;
}

function refuseUnlessAvailable(image: ExistingImage, at: Date, pointer: string): void {
  const refusal = unavailability(image, at);
  if (refusal !== undefined) throw refusal.placedAt(pointer);
}

function unavailability(image: ExistingImage, at: Date): DomainError | undefined {
  const { imageId } = image.created;
  switch (image.lifecycle) {
    case 'available':
      return isRevokedAt(image, at) ? new ImageIsRevoked(imageId) : undefined;
    case 'pending':
      return new ImageIsPending(imageId);
    case 'failed':
      return new ImageHasFailed(imageId);
    case 'disabled':
      return new ImageIsDisabled(imageId);
    case 'deregistered':
      return new ImageIsDeregistered(imageId);
  }
}

/** An account that is asked for acceptance sees what it is asked about, also after it said no. */
const isOffered = (image: ExistingImage, { account }: Standing, at: Date): boolean =>
  imageAt(image, at).offers.has(account);

/** The closer a permission names the account, the more it says: itself, its unit, its organization, everybody. */
function groundOf(image: ExistingImage, by: Standing, at: Date): LaunchGround | undefined {
  if (image.created.ownerId === by.account) return { grounds: 'owner' };
  const { launchPermissions } = imageAt(image, at);
  if (launchPermissions.has(by.account)) return { grounds: 'account' };
  return (
    groundInOrganization(launchPermissions, by) ??
    (launchPermissions.has('all') ? { grounds: 'public' } : undefined)
  );
}

function groundInOrganization(
  launchPermissions: LaunchGrants,
  { membership }: Standing,
): LaunchGround | undefined {
  if (membership === undefined) return undefined;
  const grantedTo = principalsOf(membership)
    .map((principal) => launchPermissions.get(principal)?.principal)
    .find((principal) => principal !== undefined);
  if (grantedTo === undefined) return undefined;
  return { grounds: 'organizationArn' in grantedTo ? 'organization' : 'organizational-unit', grantedTo };
}
