import type { Principal } from '../principal';
import type { ExistingImage } from './state';

export type Visibility = 'private' | 'public' | 'shared';

export const visibilityOf = ({ launchPermissions }: Pick<ExistingImage, 'launchPermissions'>): Visibility => {
  if (launchPermissions.has('all')) return 'public';
  return launchPermissions.size > 0 ? 'shared' : 'private';
};

export const mayChange = ({ created }: ExistingImage, { account, administrator }: Principal): boolean =>
  administrator || created.ownerId === account;

/** Besides the owner, who may always launch what is available. */
export const mayLaunch = (
  { lifecycle, created, launchPermissions }: ExistingImage,
  account: string,
): boolean =>
  lifecycle === 'available' &&
  (created.ownerId === account || launchPermissions.has('all') || launchPermissions.has(account));
