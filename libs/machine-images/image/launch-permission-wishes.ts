import { isAccountId, isOrganizationalUnitArn, isOrganizationArn } from '../identifiers';
import { InvalidLaunchPermission } from './errors';
import { grantOf, hasSameTerms, type GrantWish, type LaunchGrant } from './launch-grant';
import { principalKey, type LaunchPrincipal } from './launch-principal';

/** Each principal once, by its key. Throws InvalidLaunchPermission. */
export function additionsIn(add: readonly GrantWish[], at: Date): ReadonlyMap<string, LaunchGrant> {
  const additions = new Map<string, LaunchGrant>();
  add.forEach((wish, index) => {
    const grant = grantOf(wish);
    const pointer = `/add/${index}`;
    checkPrincipal(grant.principal, pointer);
    checkExpiry(grant, at, pointer);
    if (grant.requiresAcceptance === true && !('userId' in grant.principal))
      throw new InvalidLaunchPermission('an account alone can accept', `${pointer}/requiresAcceptance`);
    const key = principalKey(grant.principal);
    const other = additions.get(key);
    if (other !== undefined && !hasSameTerms(grant, other))
      throw new InvalidLaunchPermission('nobody can be added twice on different terms', pointer);
    additions.set(key, grant);
  });
  return additions;
}

/** Throws InvalidLaunchPermission. */
export function removalsIn(
  remove: readonly LaunchPrincipal[],
  additions: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, LaunchPrincipal> {
  remove.forEach((principal, index) => checkPrincipal(principal, `/remove/${index}`));
  const both = remove.findIndex((principal) => additions.has(principalKey(principal)));
  if (both !== -1)
    throw new InvalidLaunchPermission('nobody can be added and removed at once', `/remove/${both}`);
  return new Map(remove.map((principal) => [principalKey(principal), principal]));
}

function checkExpiry({ expiresAt }: LaunchGrant, at: Date, pointer: string): void {
  if (expiresAt === undefined) return;
  if (Number.isNaN(expiresAt.getTime()))
    throw new InvalidLaunchPermission('it is not a time', `${pointer}/expiresAt`);
  if (expiresAt <= at)
    throw new InvalidLaunchPermission('a permission ends in the future', `${pointer}/expiresAt`);
}

function checkPrincipal(principal: LaunchPrincipal, pointer: string): void {
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
