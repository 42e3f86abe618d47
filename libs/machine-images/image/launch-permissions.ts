import { hasEncryptedVolume } from '../block-device/block-device-mapping';
import { isAccountId } from '../identifiers';
import type { ImageBlockPublicAccess } from '../settings/settings';
import type { ChangeLaunchPermissions, ExpireLaunchPermission } from './commands';
import {
  EncryptedImageCannotBePublic,
  ImageIsDisabled,
  PublicAccessIsBlocked,
  TooManyLaunchPermissions,
} from './errors';
import type { ImageEvent } from './events';
import { byPrincipal, endIn, hasSameTerms, isOver, type LaunchGrant } from './launch-grant';
import { principalKey, type LaunchPrincipal } from './launch-principal';
import { additionsIn, removalsIn } from './launch-permission-wishes';
import { grantTo } from './permissions-of-image';
import { imageAt, type ExistingImage, type ImageState } from './state';

export const MAX_LAUNCH_PERMISSIONS = 10_000;

export function changeLaunchPermissions(
  { imageId, add, remove, imageBlockPublicAccess, at }: ChangeLaunchPermissions,
  image: ExistingImage,
): readonly ImageEvent[] {
  const additions = additionsIn(add, at);
  const removals = removalsIn(remove, additions);
  if (additions.size > 0 && image.lifecycle === 'disabled') throw new ImageIsDisabled(imageId, '/add');
  if (additions.has('all') && !mayBePublic(image)) throw new EncryptedImageCannotBePublic(imageId);
  const present = imageAt(image, at);
  const wanted = [...additions].filter(([key, grant]) => !isGiven(grant, grantTo(present, key)));
  if (
    imageBlockPublicAccess === 'block-new-sharing' &&
    wanted.some(([, grant]) => opens(grant, present.launchPermissions.get('all')))
  )
    throw new PublicAccessIsBlocked(imageId);
  const taken = [...removals].filter(([key]) => grantTo(present, key) !== undefined);
  const added = wanted.filter(([key]) => grantTo(present, key) === undefined);
  if (sizeOf(present) + added.length - taken.length > MAX_LAUNCH_PERMISSIONS)
    throw new TooManyLaunchPermissions(MAX_LAUNCH_PERMISSIONS);
  return [
    ...wanted.flatMap(([key, grant]) => [...overBy(at, image, key), given(imageId, grant)]),
    ...taken.map(([, principal]) => revoked(imageId, principal)),
  ];
}

/** Announces a grant that is over, and is still the one that the principal has. */
export function expire(
  { principal, expiresAt, at }: ExpireLaunchPermission,
  image: ImageState,
): readonly ImageEvent[] {
  if (image.kind === 'unknown') return [];
  const key = principalKey(principal);
  const grant = grantTo(image, key);
  return grant?.expiresAt?.getTime() === expiresAt.getTime() ? overBy(at, image, key) : [];
}

/** Of those that disabling removed, whoever could be granted a permission today, and no more than there is room for. */
export function restorablePermissions(
  image: ExistingImage,
  imageBlockPublicAccess: ImageBlockPublicAccess = 'unblocked',
): readonly LaunchGrant[] {
  return [...image.removedPermissions.values()]
    .filter(({ principal }) => grantTo(image, principalKey(principal)) === undefined)
    .filter(({ principal }) => isAdmitted(principal, image, imageBlockPublicAccess))
    .sort(byPrincipal)
    .slice(0, Math.max(0, MAX_LAUNCH_PERMISSIONS - sizeOf(image)));
}

/** An account that has to accept is offered what others are granted. */
export function given(imageId: string, { principal, ...terms }: LaunchGrant): ImageEvent {
  return terms.requiresAcceptance === true && 'userId' in principal
    ? { type: 'LaunchPermissionOffered', data: { imageId, principal, ...endIn({ principal, ...terms }) } }
    : { type: 'LaunchPermissionGranted', data: { imageId, principal, ...endIn({ principal, ...terms }) } };
}

export const revoked = (imageId: string, principal: LaunchPrincipal): ImageEvent => ({
  type: 'LaunchPermissionRevoked',
  data: { imageId, principal },
});

/** What it says is over that the principal had, where nobody has said so yet. */
function overBy(at: Date, image: ExistingImage, key: string): readonly ImageEvent[] {
  const grant = grantTo(image, key);
  if (grant?.expiresAt === undefined || !isOver(grant, at)) return [];
  const { principal, expiresAt } = grant;
  const data = { imageId: image.created.imageId, principal, expiresAt: expiresAt.toISOString() };
  return [{ type: 'LaunchPermissionExpired', data }];
}

const sizeOf = ({ launchPermissions, offers }: ExistingImage): number => launchPermissions.size + offers.size;

const isGiven = (wanted: LaunchGrant, there: LaunchGrant | undefined): boolean =>
  there !== undefined && hasSameTerms(wanted, there);

/** Whether everybody may launch the image for longer than they may anyway. */
const opens = ({ principal, expiresAt }: LaunchGrant, there: LaunchGrant | undefined): boolean =>
  'group' in principal && (there === undefined || endOf(expiresAt) > endOf(there.expiresAt));

const endOf = (expiresAt: Date | undefined): number => expiresAt?.getTime() ?? Infinity;

const isAdmitted = (
  principal: LaunchPrincipal,
  image: ExistingImage,
  imageBlockPublicAccess: ImageBlockPublicAccess,
): boolean =>
  'group' in principal
    ? mayBePublic(image) && imageBlockPublicAccess === 'unblocked'
    : !('userId' in principal) || isAccountId(principal.userId);

const mayBePublic = ({ created }: ExistingImage): boolean => !hasEncryptedVolume(created.blockDeviceMappings);
