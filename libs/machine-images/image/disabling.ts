import type { DisableImage, EnableImage } from './commands';
import { ImageHasFailed, ImageHasLostSnapshots, ImageIsPending } from './errors';
import type { ImageEvent } from './events';
import { byPrincipal } from './launch-grant';
import { given, restorablePermissions, revoked } from './launch-permissions';
import { grantsOf } from './permissions-of-image';
import type { ExistingImage } from './state';

/** A disabled image is its owner's alone: whoever else may launch it loses the permission, and is remembered. */
export function disable({ imageId }: DisableImage, image: ExistingImage): readonly ImageEvent[] {
  if (image.lifecycle === 'disabled') return [];
  refuseUnmade(image, imageId);
  const held = grantsOf(image).toSorted(byPrincipal);
  return [
    { type: 'ImageDisabled', data: { imageId } },
    ...held.map(({ principal }) => revoked(imageId, principal)),
  ];
}

/** Today's rules decide who of the remembered gets the permission back; the others stay without. */
export function enable(
  { imageId, restorePermissions, imageBlockPublicAccess, lostSnapshots = [] }: EnableImage,
  image: ExistingImage,
): readonly ImageEvent[] {
  refuseUnmade(image, imageId);
  if (image.lifecycle !== 'disabled') return [];
  if (lostSnapshots.length > 0) throw new ImageHasLostSnapshots(imageId, lostSnapshots);
  const restored = restorePermissions ? restorablePermissions(image, imageBlockPublicAccess) : [];
  return [{ type: 'ImageEnabled', data: { imageId } }, ...restored.map((grant) => given(imageId, grant))];
}

function refuseUnmade({ lifecycle }: ExistingImage, imageId: string): void {
  if (lifecycle === 'pending') throw new ImageIsPending(imageId);
  if (lifecycle === 'failed') throw new ImageHasFailed(imageId);
}
