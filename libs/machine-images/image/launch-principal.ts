/** Who may launch an image besides its owner. */
export type LaunchPrincipal = { readonly userId: string } | { readonly group: 'all' };

/** One name per principal, the same for equal ones. */
export const principalKey = (principal: LaunchPrincipal): string =>
  'userId' in principal ? principal.userId : principal.group;

/** For an order that does not depend on who came first. */
export const byPrincipalKey = (one: LaunchPrincipal, other: LaunchPrincipal): number =>
  principalKey(one) < principalKey(other) ? -1 : 1;
