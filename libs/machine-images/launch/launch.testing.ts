import { givenFor } from '../../../test/support/given';
import { images } from '../image/image';
import { becameAvailable, created, IMAGE, owner, TODAY } from '../image/image.testing';
import type { ImageEvent } from '../image/events';
import type { ImageState } from '../image/state';
import { unsetSettings } from '../settings/settings';
import { launches, type LaunchCommand } from './launch';
import type { LaunchWish } from './request-launch';

export const LAUNCH = 'r-0123456789abcdef0';

/** An image with a history of its own after it became available. */
export const imageWith = (...history: readonly ImageEvent[]): ImageState =>
  [created(), becameAvailable, ...history].reduce(
    (state, event) => images.decider.evolve(state, event, new Date(0)),
    images.decider.initial,
  );

export const wish = (overrides: Partial<LaunchWish> = {}): LaunchWish => ({
  launchId: LAUNCH,
  by: { account: owner.account },
  region: 'us-east-1',
  zone: 'us-east-1a',
  imageId: IMAGE,
  requested: { imageId: IMAGE },
  image: imageWith(),
  imageRevision: 1,
  allowedImages: unsetSettings.allowedImages,
  at: TODAY,
  snapshots: new Map(),
  instanceType: 'm7g.large',
  minCount: 1,
  maxCount: 1,
  blockDeviceMappings: [],
  tags: {},
  ...overrides,
});

export const request = (overrides: Partial<LaunchWish> = {}): LaunchCommand => ({
  type: 'RequestLaunch',
  wish: wish(overrides),
});

export const given = givenFor(launches.decider);
