import type { ChangeLaunchPermissions, ExpireLaunchPermission } from './commands';
import type { ImageEvent } from './events';
import { IMAGE, owner, TODAY } from './image-data.testing';
import type { GrantWish } from './launch-grant';
import type { LaunchPrincipal } from './launch-principal';

// What happened

export const granted = (principal: LaunchPrincipal): ImageEvent => ({
  type: 'LaunchPermissionGranted',
  data: { imageId: IMAGE, principal },
});
export const grantedUntil = (expiresAt: Date, principal: LaunchPrincipal): ImageEvent => ({
  type: 'LaunchPermissionGranted',
  data: { imageId: IMAGE, principal, expiresAt: expiresAt.toISOString() },
});
export const expired = (principal: LaunchPrincipal, expiresAt: Date): ImageEvent => ({
  type: 'LaunchPermissionExpired',
  data: { imageId: IMAGE, principal, expiresAt: expiresAt.toISOString() },
});
export const revoked = (principal: LaunchPrincipal): ImageEvent => ({
  type: 'LaunchPermissionRevoked',
  data: { imageId: IMAGE, principal },
});

// What is asked for

export const changePermissions = (
  {
    add = [],
    remove = [],
    imageBlockPublicAccess = 'unblocked',
    at = TODAY,
  }: Partial<Pick<ChangeLaunchPermissions, 'add' | 'remove' | 'imageBlockPublicAccess' | 'at'>>,
  by = owner,
): ChangeLaunchPermissions => ({
  type: 'ChangeLaunchPermissions',
  imageId: IMAGE,
  by,
  at,
  add,
  remove,
  imageBlockPublicAccess,
});
export const grant = (...add: readonly GrantWish[]): ChangeLaunchPermissions => changePermissions({ add });
export const revoke = (...remove: readonly LaunchPrincipal[]): ChangeLaunchPermissions =>
  changePermissions({ remove });
export const expire = (principal: LaunchPrincipal, expiresAt: Date, at = TODAY): ExpireLaunchPermission => ({
  type: 'ExpireLaunchPermission',
  imageId: IMAGE,
  principal,
  expiresAt,
  at,
});
