import { byPrincipalKey, principalKey, type LaunchPrincipal } from './launch-principal';
import type { ImageState } from './state';

/** Who may launch an image: nobody, while it is not available or is revoked; else its owner and those it is shared with. */
export function launchersOf(image: ImageState): readonly LaunchPrincipal[] {
  if (image.kind === 'unknown' || image.lifecycle !== 'available' || image.revocations.length > 0) return [];
  return [{ userId: image.created.ownerId }, ...image.launchPermissions.values()];
}

/** As launch permissions name them; whoever everybody includes is not named besides. */
export interface AccessChange {
  readonly gain: readonly LaunchPrincipal[];
  readonly lose: readonly LaunchPrincipal[];
}

export const accessChange = (
  before: readonly LaunchPrincipal[],
  after: readonly LaunchPrincipal[],
): AccessChange => ({ gain: besides(after, before), lose: besides(before, after) });

function besides(
  some: readonly LaunchPrincipal[],
  others: readonly LaunchPrincipal[],
): readonly LaunchPrincipal[] {
  const known = new Set(others.map(principalKey));
  return known.has('all')
    ? []
    : some.filter((principal) => !known.has(principalKey(principal))).sort(byPrincipalKey);
}
