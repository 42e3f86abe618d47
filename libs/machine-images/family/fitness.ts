import { isRevokedAt } from '../image/revocations';
import type { ImageState } from '../image/state';

/** Whether an image may be what a channel points at, or why not. */
export type ImageFitness =
  'good' | 'unknown' | 'pending' | 'failed' | 'disabled' | 'deregistered' | 'revoked' | 'snapshots-lost';

export function fitnessOf(image: ImageState, at: Date): ImageFitness {
  if (image.kind === 'unknown') return 'unknown';
  if (image.lifecycle !== 'available') return image.lifecycle;
  return isRevokedAt(image, at) ? 'revoked' : 'good';
}
