import { BEGINNING, type Look } from '#event-sourcing';
import type { FamilyId } from '../family/commands';
import { families } from '../family/family';
import { fitnessOf } from '../family/fitness';
import { isVisibleTo } from '../image/access';
import { isDeprecatedAt } from '../image/deprecation';
import { images } from '../image/image';
import { standingOf } from '../image/standing';
import type { ExistingImage } from '../image/state';
import type { RequestedImage } from '../launch/launch-source';
import type { FamiliesOfImage } from './family-revocation';

interface Launching {
  readonly image: ExistingImage;
  readonly requested: RequestedImage;
  readonly account: string;
  readonly at: Date;
}

/**
 * What to launch instead of a deprecated image: the one that was named when it was deprecated, or the newest good
 * version of the family that was asked for, or that the image is a version of. Only what the account may launch itself
 * is named: to it, anything else does not exist.
 */
export async function replacementFor(
  look: Look,
  familiesOfImage: FamiliesOfImage,
  launching: Launching,
): Promise<string | undefined> {
  const { image, requested } = launching;
  const { replacement, created } = image;
  if (replacement !== undefined && (await isLaunchable(look, replacement, launching))) return replacement;
  // A hint: the view that knows families is not waited for.
  const candidates =
    'family' in requested ? [requested.family] : await familiesOfImage.holding(created.imageId, BEGINNING);
  for (const family of candidates) {
    const newest = await newestOf(look, family, launching);
    if (newest !== undefined) return newest;
  }
  return undefined;
}

async function newestOf(look: Look, family: FamilyId, launching: Launching): Promise<string | undefined> {
  const state = await look(families, family);
  if (state.kind === 'unknown') return undefined;
  for (const { imageId } of state.versions.toReversed())
    if (await isLaunchable(look, imageId, launching)) return imageId;
  return undefined;
}

async function isLaunchable(
  look: Look,
  imageId: string,
  { image: deprecated, account, at }: Launching,
): Promise<boolean> {
  const { imageId: deprecatedId, region } = deprecated.created;
  if (imageId === deprecatedId) return false;
  const image = await look(images, imageId);
  if (image.kind === 'unknown' || image.created.region !== region) return false;
  if (fitnessOf(image, at) !== 'good' || isDeprecatedAt(image, at)) return false;
  return isVisibleTo(image, await standingOf(account, image, at, look), at);
}
