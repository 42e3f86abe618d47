import { isVisibleTo } from '../image/access';
import { deprecationTimeOf } from '../image/deprecation';
import { ImageIsNotAllowed } from '../image/errors';
import { imageAt, type ExistingImage, type ImageState } from '../image/state';
import type { Standing } from '../principal';
import { isAllowed, type AllowedImages, type JudgedImage } from '../settings/allowed-images';

interface Launching {
  readonly by: Standing;
  readonly region: string;
  readonly imageId: string;
  readonly image: ImageState;
  /** What the account has set where it launches, read for this decision. */
  readonly allowedImages: AllowedImages;
  readonly at: Date;
  /** What of the wish led to the image. */
  readonly pointer: string;
}

/**
 * Whether an account allows itself to launch an image; told when it merely wants to know. Throws ImageIsNotAllowed.
 * What the account may not know of, it has no opinion on.
 */
export function allowanceOf({ by, region, imageId, image, allowedImages, at, pointer }: Launching): {
  readonly imageAllowed?: false;
} {
  const { state, imageCriteria } = allowedImages;
  if (state === 'disabled' || image.kind === 'unknown') return {};
  if (image.created.region !== region || !isVisibleTo(image, by, at)) return {};
  if (isAllowed(imageCriteria, judgedImage(imageAt(image, at)), by.account, at)) return {};
  if (state === 'enabled') throw new ImageIsNotAllowed(imageId, pointer);
  return { imageAllowed: false };
}

const judgedImage = ({
  created: { ownerId, name },
  creationDate,
  deprecateAt,
  launchPermissions,
}: ExistingImage): JudgedImage => ({
  ownerId,
  name,
  creationDate,
  deprecationTime: deprecationTimeOf({ deprecateAt, isPublic: launchPermissions.has('all'), creationDate }),
});
