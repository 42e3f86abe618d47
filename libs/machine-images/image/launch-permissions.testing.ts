import type { Principal } from '../principal';
import type { AnswerLaunchPermission, ChangeLaunchPermissions, ExpireLaunchPermission } from './commands';
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

export const offered = (userId: string, expiresAt?: Date): ImageEvent => ({
  type: 'LaunchPermissionOffered',
  data: answeredBy(userId, expiresAt),
});
export const accepted = (userId: string, expiresAt?: Date): ImageEvent => ({
  type: 'LaunchPermissionAccepted',
  data: answeredBy(userId, expiresAt),
});
export const rejected = (userId: string, expiresAt?: Date): ImageEvent => ({
  type: 'LaunchPermissionRejected',
  data: answeredBy(userId, expiresAt),
});
export const left = (userId: string): ImageEvent => ({
  type: 'LaunchPermissionLeft',
  data: { imageId: IMAGE, principal: { userId } },
});
const answeredBy = (userId: string, expiresAt: Date | undefined) => ({
  imageId: IMAGE,
  principal: { userId },
  ...(expiresAt === undefined ? {} : { expiresAt: expiresAt.toISOString() }),
});

// What is asked for

export const answer = (
  decision: AnswerLaunchPermission['decision'],
  by: Principal,
  at = TODAY,
): AnswerLaunchPermission => ({ type: 'AnswerLaunchPermission', imageId: IMAGE, by, at, decision });

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
