import type { ObservedImage } from './adoption';
import type { AdoptImage, ObserveLaunchPermissions } from './commands';
import type { ImageAdoptedData, ImageEvent } from './events';
import { content, IMAGE, owner } from './image-data.testing';
import type { LaunchPrincipal } from './launch-principal';

/** After everything that `given` records. */
export const LATER = new Date('2026-01-02T00:00:00.000Z');

/** What `describe-images` shows of an image that is there. */
export const seen = (overrides: Partial<ObservedImage> = {}): ObservedImage => ({
  imageId: IMAGE,
  ownerId: owner.account,
  region: 'us-east-1',
  name: 'web 1.0',
  creationDate: '2016-05-07T23:23:30.000Z',
  state: 'available',
  origin: { kind: 'adopted' },
  ...content(),
  tags: {},
  isPublic: false,
  ...overrides,
});

export const adopted = (overrides: Partial<ImageAdoptedData> = {}): ImageEvent => {
  const { isPublic: _public, ...data } = seen();
  return { type: 'ImageAdopted', data: { ...data, ...overrides } };
};

export const adopt = (overrides: Partial<ObservedImage> = {}, observedAt = LATER): AdoptImage => ({
  type: 'AdoptImage',
  imageId: IMAGE,
  observed: { facts: seen(overrides), observedAt },
  adoptionId: 'a1',
});

export const observePermissions = (
  principals: readonly LaunchPrincipal[],
  observedAt = LATER,
): ObserveLaunchPermissions => ({
  type: 'ObserveLaunchPermissions',
  imageId: IMAGE,
  observed: { facts: principals, observedAt },
});
