import { Type, type Static } from 'typebox';
import { isOrganizationalUnitArn, isOrganizationArn, type LaunchPrincipal } from '#machine-images';
import { Account, Id, MalformedEntry, read } from './entry';

const Permission = Type.Object({
  UserId: Type.Optional(Account),
  Group: Type.Optional(Type.Literal('all')),
  OrganizationArn: Type.Optional(Type.String()),
  OrganizationalUnitArn: Type.Optional(Type.String()),
});

const LaunchPermissionsEntry = Type.Object({
  ImageId: Id.image,
  LaunchPermissions: Type.Array(Permission),
});

export interface ReadLaunchPermissions {
  readonly imageId: string;
  readonly principals: readonly LaunchPrincipal[];
}

/** As `aws ec2 describe-image-attribute --attribute launchPermission` prints them. Throws MalformedEntry. */
export function readLaunchPermissions(printed: unknown): ReadLaunchPermissions {
  const { ImageId: imageId, LaunchPermissions } = read(LaunchPermissionsEntry, printed);
  return { imageId, principals: LaunchPermissions.map(principalOf) };
}

function principalOf(permission: Static<typeof Permission>, index: number): LaunchPrincipal {
  const { UserId, Group, OrganizationArn, OrganizationalUnitArn } = permission;
  if (UserId !== undefined) return { userId: UserId };
  if (Group !== undefined) return { group: Group };
  if (OrganizationArn !== undefined && isOrganizationArn(OrganizationArn))
    return { organizationArn: OrganizationArn };
  if (OrganizationalUnitArn !== undefined && isOrganizationalUnitArn(OrganizationalUnitArn))
    return { organizationalUnitArn: OrganizationalUnitArn };
  throw new MalformedEntry(`/LaunchPermissions/${index} names nobody`);
}
