import { hasEncryptedVolume } from '../block-device/block-device-mapping';
import { isAccountId, isOrganizationalUnitArn, isOrganizationArn } from '../identifiers';
import type { ChangeLaunchPermissions } from './commands';
import { EncryptedImageCannotBePublic, InvalidLaunchPermission, TooManyLaunchPermissions } from './errors';
import type { ImageEvent } from './events';
import { principalKey, type LaunchPrincipal } from './launch-principal';
import type { ExistingImage } from './state';

export const MAX_LAUNCH_PERMISSIONS = 10_000;

export function changeLaunchPermissions(
  { imageId, add, remove }: ChangeLaunchPermissions,
  { created, launchPermissions }: ExistingImage,
): readonly ImageEvent[] {
  const additions = distinct(add, '/add');
  const removals = distinct(remove, '/remove');
  refuseBoth(additions, remove);
  if (additions.has('all') && hasEncryptedVolume(created.blockDeviceMappings)) {
    throw new EncryptedImageCannotBePublic(imageId);
  }
  const granted = [...additions].filter(([key]) => !launchPermissions.has(key));
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
