import type { ImageState } from '../image/state';

/** Whether an image may be what a channel points at, or why not. */
export type ImageFitness =
  'good' | 'unknown' | 'pending' | 'failed' | 'disabled' | 'deregistered' | 'revoked' | 'snapshots-lost';

export function fitnessOf(image: ImageState): ImageFitness {
  if (image.kind === 'unknown') return 'unknown';
  if (image.lifecycle !== 'available') return image.lifecycle;
  return image.revocations.length > 0 ? 'revoked' : 'good';
}
