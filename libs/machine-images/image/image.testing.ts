import { givenFor } from '../../../test/support/given';
import type { Tags } from '../tags';
import type {
  CancelDeprecation,
  CreateImage,
  DeregisterImage,
  DescribeImage,
  DisableDeregistrationProtection,
  DisableImage,
  EnableDeregistrationProtection,
  EnableImage,
  FinishImage,
  ReplaceTags,
  RestoreImage,
  RollBackImage,
  ScheduleDeprecation,
} from './commands';
import type { ImageAspect } from './aspects';
import type { ImageDeregisteredData, ImageEvent } from './events';
import { images } from './image';
import type { ImageRegistration } from './registration';
import { IMAGE, owner, registration, TODAY } from './image-data.testing';

export * from './image-data.testing';
export * from './launch-permissions.testing';
export * from './revocation.testing';

// What happened

export function created(overrides: Partial<ImageRegistration> = {}): ImageEvent {
  const { content, work: _work, ...identity } = registration(overrides);
  return { type: 'ImageCreated', data: { ...identity, ...content, rootDeviceType: 'ebs' } };
}
export const becameAvailable: ImageEvent = { type: 'ImageBecameAvailable', data: { imageId: IMAGE } };
export const creationFailed = (cause: string): ImageEvent => ({
  type: 'ImageCreationFailed',
  data: { imageId: IMAGE, cause },
});
export const described = (description: string): ImageEvent => ({
  type: 'ImageDescribed',
  data: { imageId: IMAGE, description },
});
export const tagged = (tags: Tags): ImageEvent => ({ type: 'ImageTagged', data: { imageId: IMAGE, tags } });
export const untagged = (...keys: readonly string[]): ImageEvent => ({
  type: 'ImageUntagged',
  data: { imageId: IMAGE, keys },
});
export const deregisteredWith = (how: Partial<ImageDeregisteredData>): ImageEvent => ({
  type: 'ImageDeregistered',
  data: { imageId: IMAGE, deleteAssociatedSnapshots: false, ...how },
});
export const deregistered = deregisteredWith({});
export const restored = (
  restorationId = 'r1',
  state: 'available' | 'disabled' = 'available',
): ImageEvent => ({
  type: 'ImageRestored',
  data: { imageId: IMAGE, restorationId, state },
});

export const deprecationScheduled = (deprecateAt: string): ImageEvent => ({
  type: 'ImageDeprecationScheduled',
  data: { imageId: IMAGE, deprecateAt },
});
export const deprecationCancelled: ImageEvent = {
  type: 'ImageDeprecationCancelled',
  data: { imageId: IMAGE },
};

export const disabled: ImageEvent = { type: 'ImageDisabled', data: { imageId: IMAGE } };
export const enabled: ImageEvent = { type: 'ImageEnabled', data: { imageId: IMAGE } };
export const protectionEnabled = (withCooldown: boolean): ImageEvent => ({
  type: 'DeregistrationProtectionEnabled',
  data: { imageId: IMAGE, withCooldown },
});
export const protectionDisabled: ImageEvent = {
  type: 'DeregistrationProtectionDisabled',
  data: { imageId: IMAGE },
};

export const rolledBack = (asOf: Date, ...include: readonly ImageAspect[]): ImageEvent => ({
  type: 'ImageRolledBack',
  data: { imageId: IMAGE, asOf: asOf.toISOString(), include },
});
export const rollbackUndone = (undo: string, ...include: readonly ImageAspect[]): ImageEvent => ({
  type: 'ImageRolledBack',
  data: { imageId: IMAGE, undo, include },
});

// What is asked for

export const create = (overrides: Partial<ImageRegistration> = {}): CreateImage => ({
  type: 'CreateImage',
  registration: registration(overrides),
});
/** Completes it, or fails for a cause. */
export const finish = (cause?: string): FinishImage =>
  cause === undefined
    ? { type: 'CompleteImage', imageId: IMAGE, providerId: 'ami-of-theirs' }
    : { type: 'FailImage', imageId: IMAGE, cause };
export const describeAs = (description: string, by = owner): DescribeImage => ({
  type: 'DescribeImage',
  imageId: IMAGE,
  by,
  at: TODAY,
  description,
});
export const replaceTags = (tags: Tags, by = owner): ReplaceTags => ({
  type: 'ReplaceTags',
  imageId: IMAGE,
  by,
  at: TODAY,
  tags,
});
export const scheduleDeprecation = (deprecateAt: string, at = TODAY, by = owner): ScheduleDeprecation => ({
  type: 'ScheduleDeprecation',
  imageId: IMAGE,
  by,
  deprecateAt: new Date(deprecateAt),
  at,
});
export const cancelDeprecation = (by = owner): CancelDeprecation => ({
  type: 'CancelDeprecation',
  imageId: IMAGE,
  by,
  at: TODAY,
});
export const disable = (by = owner): DisableImage => ({
  type: 'DisableImage',
  imageId: IMAGE,
  by,
  at: TODAY,
});
export const enable = (
  restorePermissions = false,
  by = owner,
  imageBlockPublicAccess: EnableImage['imageBlockPublicAccess'] = 'unblocked',
): EnableImage => ({
  type: 'EnableImage',
  imageId: IMAGE,
  by,
  at: TODAY,
  restorePermissions,
  imageBlockPublicAccess,
});
export const protect = (withCooldown: boolean, by = owner): EnableDeregistrationProtection => ({
  type: 'EnableDeregistrationProtection',
  imageId: IMAGE,
  by,
  at: TODAY,
  withCooldown,
});
export const unprotect = (by = owner): DisableDeregistrationProtection => ({
  type: 'DisableDeregistrationProtection',
  imageId: IMAGE,
  by,
  at: TODAY,
});
export const deregister = (
  how: Partial<Omit<DeregisterImage, 'type' | 'imageId'>> = {},
): DeregisterImage => ({
  type: 'DeregisterImage',
  imageId: IMAGE,
  by: owner,
  deleteAssociatedSnapshots: false,
  retentionRules: [],
  at: TODAY,
  ...how,
});
export const restore = (restorationId = 'r1', at = TODAY, by = owner): RestoreImage => ({
  type: 'RestoreImage',
  imageId: IMAGE,
  by,
  restorationId,
  at,
});
export const rollBack = (
  to: RollBackImage['to'],
  how: Partial<Pick<RollBackImage, 'at' | 'by' | 'imageBlockPublicAccess'>> = {},
): RollBackImage => ({ type: 'RollBackImage', imageId: IMAGE, by: owner, at: TODAY, to, ...how });

export const given = givenFor(images.decider);
export const givenAnImage = (...history: readonly ImageEvent[]): ReturnType<typeof given> =>
  given(created(), becameAvailable, ...history);
