import type { ImageAspect } from './aspects';
import { describe, replaceTags } from './attributes';
import type { RollBackImage } from './commands';
import { cancelDeprecation, scheduleDeprecation } from './deprecation';
import { without } from './difference';
import { disable, enable } from './disabling';
import { LifecycleCannotReturn } from './errors';
import type { ImageEvent } from './events';
import { changeLaunchPermissions } from './launch-permissions';
import type { ExistingImage, ImageLifecycle } from './state';

/** What changes an image into what it was, in some respect: as if somebody asked for it now. */
type Step = (command: RollBackImage, now: ExistingImage, then: ExistingImage) => readonly ImageEvent[];

const canReturn = (lifecycle: ImageLifecycle): boolean =>
  lifecycle === 'available' || lifecycle === 'disabled';

const lifecycleBack: Step = ({ imageId, by, lostSnapshots = [] }, now, then) => {
  if (now.lifecycle === then.lifecycle) return [];
  if (!canReturn(now.lifecycle) || !canReturn(then.lifecycle))
    throw new LifecycleCannotReturn(imageId, now.lifecycle, then.lifecycle);
  return then.lifecycle === 'disabled'
    ? disable({ type: 'DisableImage', imageId, by }, now)
    : enable({ type: 'EnableImage', imageId, by, restorePermissions: false, lostSnapshots }, now);
};

const permissionsTaken: Step = ({ imageId, by }, now, then) => {
  const remove = without(now, then);
  return changeLaunchPermissions({ type: 'ChangeLaunchPermissions', imageId, by, add: [], remove }, now);
};

const permissionsGiven: Step = ({ imageId, by, imageBlockPublicAccess = 'unblocked' }, now, then) => {
  const changes = { add: without(then, now), remove: [], imageBlockPublicAccess };
  return changeLaunchPermissions({ type: 'ChangeLaunchPermissions', imageId, by, ...changes }, now);
};

const descriptionBack: Step = ({ imageId, by }, now, { description = '' }) =>
  describe({ type: 'DescribeImage', imageId, by, description }, now);

const deprecationBack: Step = ({ imageId, by, at }, now, { deprecateAt }) =>
  deprecateAt === undefined
    ? cancelDeprecation({ type: 'CancelDeprecation', imageId, by }, now)
    : scheduleDeprecation({ type: 'ScheduleDeprecation', imageId, by, deprecateAt, at }, now);

const tagsBack: Step = ({ imageId, by }, now, { tags }) =>
  replaceTags({ type: 'ReplaceTags', imageId, by, tags }, now);

/**
 * What is taken goes first and what is given last: whatever could be had today by asking for one thing after the other,
 * a rollback gives.
 */
export const ROLLBACK_STEPS: readonly (readonly [ImageAspect, Step])[] = [
  ['lifecycle', lifecycleBack],
  ['launchPermissions', permissionsTaken],
  ['attributes', descriptionBack],
  ['attributes', deprecationBack],
  ['tags', tagsBack],
  ['launchPermissions', permissionsGiven],
];
