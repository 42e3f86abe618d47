import { principalKey, type LaunchPrincipal } from './launch-principal';
import { isRevokedAt } from './revocations';
import { imageAt, type ImageState } from './state';

/** Who may launch an image: nobody, while it is not available or is revoked; else its owner and those it is shared with. */
export function launchersOf(image: ImageState, at: Date): readonly LaunchPrincipal[] {
  if (image.kind === 'unknown' || image.lifecycle !== 'available' || isRevokedAt(image, at)) return [];
  const granted = [...imageAt(image, at).launchPermissions.values()];
  return [{ userId: image.created.ownerId }, ...granted.map(({ principal }) => principal)];
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
  if (known.has('all')) return [];
  return some
    .filter((principal) => !known.has(principalKey(principal)))
    .sort((one, other) => (principalKey(one) < principalKey(other) ? -1 : 1));
}
