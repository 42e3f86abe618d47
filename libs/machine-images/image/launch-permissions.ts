import { hasEncryptedVolume } from '../block-device/block-device-mapping';
import { isAccountId, isOrganizationalUnitArn, isOrganizationArn } from '../identifiers';
import type { ChangeLaunchPermissions } from './commands';
import {
  EncryptedImageCannotBePublic,
  ImageIsDisabled,
  InvalidLaunchPermission,
  PublicAccessIsBlocked,
  TooManyLaunchPermissions,
} from './errors';
import type { ImageEvent } from './events';
import { byPrincipalKey, principalKey, type LaunchPrincipal } from './launch-principal';
import type { ImageBlockPublicAccess } from '../settings/settings';
import type { ExistingImage } from './state';

export const MAX_LAUNCH_PERMISSIONS = 10_000;

export function changeLaunchPermissions(
  { imageId, add, remove, imageBlockPublicAccess }: ChangeLaunchPermissions,
  image: ExistingImage,
): readonly ImageEvent[] {
  const additions = distinct(add, '/add');
  const removals = distinct(remove, '/remove');
  refuseBoth(additions, remove);
  if (additions.size > 0 && image.lifecycle === 'disabled') throw new ImageIsDisabled(imageId, '/add');
  if (additions.has('all') && !mayBePublic(image)) throw new EncryptedImageCannotBePublic(imageId);
  const { launchPermissions } = image;
  const granted = [...additions].filter(([key]) => !launchPermissions.has(key));
  if (imageBlockPublicAccess === 'block-new-sharing' && granted.some(([key]) => key === 'all')) {
    throw new PublicAccessIsBlocked(imageId);
  }
  const revoked = [...removals].filter(([key]) => launchPermissions.has(key));
  if (launchPermissions.size + granted.length - revoked.length > MAX_LAUNCH_PERMISSIONS) {
    throw new TooManyLaunchPermissions(MAX_LAUNCH_PERMISSIONS);
  }
  return [
    ...granted.map(
      ([, principal]) => ({ type: 'LaunchPermissionGranted', data: { imageId, principal } }) as const,
    ),
    ...revoked.map(
      ([, principal]) => ({ type: 'LaunchPermissionRevoked', data: { imageId, principal } }) as const,
    ),
  ];
}

/** Of those that disabling removed, whoever could be granted a permission today, and no more than there is room for. */
export function restorablePermissions(
  image: ExistingImage,
  imageBlockPublicAccess: ImageBlockPublicAccess = 'unblocked',
): readonly LaunchPrincipal[] {
  const { launchPermissions, removedPermissions } = image;
  return [...removedPermissions.values()]
    .filter((principal) => !launchPermissions.has(principalKey(principal)))
    .filter((principal) => isAdmitted(principal, image, imageBlockPublicAccess))
    .sort(byPrincipalKey)
    .slice(0, Math.max(0, MAX_LAUNCH_PERMISSIONS - launchPermissions.size));
}

const isAdmitted = (
  principal: LaunchPrincipal,
  image: ExistingImage,
  imageBlockPublicAccess: ImageBlockPublicAccess,
): boolean =>
  'group' in principal
    ? mayBePublic(image) && imageBlockPublicAccess === 'unblocked'
    : !('userId' in principal) || isAccountId(principal.userId);

const mayBePublic = ({ created }: ExistingImage): boolean => !hasEncryptedVolume(created.blockDeviceMappings);

function distinct(
  principals: readonly LaunchPrincipal[],
  pointer: string,
): ReadonlyMap<string, LaunchPrincipal> {
  principals.forEach((principal, index) => check(principal, `${pointer}/${index}`));
  return new Map(principals.map((principal) => [principalKey(principal), principal]));
}

function check(principal: LaunchPrincipal, pointer: string): void {
  if ('userId' in principal && !isAccountId(principal.userId)) {
    throw new InvalidLaunchPermission('an account id has 12 digits', `${pointer}/userId`);
  }
  if ('organizationArn' in principal && !isOrganizationArn(principal.organizationArn)) {
    const detail = 'an organization is named by its ARN, arn:aws:organizations::<account>:organization/o-…';
    throw new InvalidLaunchPermission(detail, `${pointer}/organizationArn`);
  }
  if ('organizationalUnitArn' in principal && !isOrganizationalUnitArn(principal.organizationalUnitArn)) {
    const detail = 'a unit is named by its ARN, arn:aws:organizations::<account>:ou/o-…/ou-…';
    throw new InvalidLaunchPermission(detail, `${pointer}/organizationalUnitArn`);
  }
}

function refuseBoth(additions: ReadonlyMap<string, unknown>, remove: readonly LaunchPrincipal[]): void {
  const index = remove.findIndex((principal) => additions.has(principalKey(principal)));
  if (index !== -1)
    throw new InvalidLaunchPermission('nobody can be added and removed at once', `/remove/${index}`);
}
