/** Who may launch an image besides its owner. */
export type LaunchPrincipal =
  | { readonly userId: string }
  | { readonly group: 'all' }
  | { readonly organizationArn: string }
  | { readonly organizationalUnitArn: string };

/**
 * One name per principal, the same for equal ones: of an organization `o-…`, of a unit of it `o-…/ou-…`. Which account
 * manages the organization makes no difference.
 */
export function principalKey(principal: LaunchPrincipal): string {
  if ('userId' in principal) return principal.userId;
  if ('group' in principal) return principal.group;
  const arn = 'organizationArn' in principal ? principal.organizationArn : principal.organizationalUnitArn;
  return arn.slice(arn.indexOf('/') + 1);
}

/** Whether an account has to be looked up to know if it is meant. */
export const isOfOrganization = (principal: LaunchPrincipal): boolean =>
  'organizationArn' in principal || 'organizationalUnitArn' in principal;
