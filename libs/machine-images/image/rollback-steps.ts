import { isReservedTag } from '../tags';
import type { ImageAspect } from './aspects';
import { describe, replaceTags } from './attributes';
import type { RollBackImage } from './commands';
import { cancelDeprecation, scheduleDeprecation } from './deprecation';
import { withoutGrantsOf, withoutPrincipalsOf } from './difference';
import { disable, enable } from './disabling';
import { LifecycleCannotReturn } from './errors';
import type { ImageEvent } from './events';
import { changeLaunchPermissions } from './launch-permissions';
import { wishOf } from './launch-grant';
import { imageAt, type ExistingImage, type ImageLifecycle } from './state';

/** What changes an image into what it was, in some respect: as if somebody asked for it now. */
type Step = (command: RollBackImage, now: ExistingImage, then: ExistingImage) => readonly ImageEvent[];

const canReturn = (lifecycle: ImageLifecycle): boolean =>
  lifecycle === 'available' || lifecycle === 'disabled';

const lifecycleBack: Step = ({ imageId, by, at, lostSnapshots = [] }, recorded, then) => {
  const now = imageAt(recorded, at);
  if (now.lifecycle === then.lifecycle) return [];
  if (!canReturn(now.lifecycle) || !canReturn(then.lifecycle))
    throw new LifecycleCannotReturn(imageId, now.lifecycle, then.lifecycle);
  return then.lifecycle === 'disabled'
    ? disable({ type: 'DisableImage', imageId, by, at }, now)
    : enable({ type: 'EnableImage', imageId, by, at, restorePermissions: false, lostSnapshots }, now);
};

const permissionsTaken: Step = ({ imageId, by, at }, now, then) => {
  const changes = { add: [], remove: withoutPrincipalsOf(then, imageAt(now, at)) };
  return changeLaunchPermissions({ type: 'ChangeLaunchPermissions', imageId, by, at, ...changes }, now);
};

const permissionsGiven: Step = ({ imageId, by, at, imageBlockPublicAccess = 'unblocked' }, now, then) => {
  const add = withoutGrantsOf(imageAt(now, at), then).map(wishOf);
  const changes = { add, remove: [], imageBlockPublicAccess };
  return changeLaunchPermissions({ type: 'ChangeLaunchPermissions', imageId, by, at, ...changes }, now);
};

const descriptionBack: Step = ({ imageId, by, at }, now, { description = '' }) =>
  describe({ type: 'DescribeImage', imageId, by, at, description }, now);

const deprecationBack: Step = ({ imageId, by, at }, recorded, { deprecateAt, replacement }) => {
  const now = imageAt(recorded, at);
  const named = replacement === undefined ? {} : { replacement };
  return deprecateAt === undefined
    ? cancelDeprecation({ type: 'CancelDeprecation', imageId, by, at }, now)
    : scheduleDeprecation({ type: 'ScheduleDeprecation', imageId, by, at, deprecateAt, ...named }, now);
};

/** Reserved tags stay as they are: nobody can ask for another. */
const tagsBack: Step = ({ imageId, by, at }, now, then) => {
  const own = Object.entries(then.tags).filter(([key]) => !isReservedTag(key));
  const reserved = Object.entries(now.tags).filter(([key]) => isReservedTag(key));
  const tags = Object.fromEntries([...own, ...reserved]);
  return replaceTags({ type: 'ReplaceTags', imageId, by, at, tags }, now);
};

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
