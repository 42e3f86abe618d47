import { isVisibleTo, mayChange } from './access';
import { adopt, observeLaunchPermissions } from './adoption';
import { describe, replaceTags } from './attributes';
import { followCascade } from './cascade';
import type {
  AnswerLaunchPermission,
  CreateImage,
  FinishImage,
  ImageChange,
  ImageCommand,
  ImageObservation,
} from './commands';
import { answer } from './consent';
import { cancelDeprecation, scheduleDeprecation } from './deprecation';
import { disableProtection, enableProtection } from './deregistration-protection';
import { disable, enable } from './disabling';
import { ImageIsDeregistered, NotTheOwner, UnknownImage } from './errors';
import type { ImageEvent } from './events';
import { changeLaunchPermissions, expire } from './launch-permissions';
import { deregister, restore } from './recycle-bin';
import { announce, reinstate, revoke } from './revoke';
import { rollBack } from './rollback';
import { imageAt, type ExistingImage, type ImageState } from './state';

const isChange = (command: ImageCommand): command is ImageChange => 'by' in command;

/** To an account that may not launch it, an image does not exist; one that may launch it may still not change it. */
export function admit(command: ImageCommand, state: ImageState): void {
  if (!isChange(command)) return;
  const { imageId, by, at } = command;
  if (state.kind === 'unknown') throw new UnknownImage(imageId);
  if (mayChange(state, by)) return;
  if (command.type === 'AnswerLaunchPermission' && isHeard(command, state)) return;
  throw isVisibleTo(state, by, at) ? new NotTheOwner(imageId) : new UnknownImage(imageId).asHidden();
}

/** Who gave up what it had is told that this is so, and nothing more. */
const isHeard = ({ by, at, decision }: AnswerLaunchPermission, image: ExistingImage): boolean =>
  isVisibleTo(image, by, at) || (decision === 'leave' && image.left.has(by.account));

export function decide(command: ImageCommand, state: ImageState): readonly ImageEvent[] {
  if (command.type === 'CreateImage') return state.kind === 'unknown' ? create(command) : [];
  if (isObservation(command)) return observe(command, state);
  if (!isChange(command)) return state.kind === 'unknown' ? [] : takeOver(command, state);
  if (state.kind === 'unknown') throw new UnknownImage(command.imageId);
  return change(command, state);
}

const isObservation = (command: ImageCommand): command is ImageObservation => 'observed' in command;

const observe = (command: ImageObservation, state: ImageState): readonly ImageEvent[] =>
  command.type === 'AdoptImage' ? adopt(command, state) : observeLaunchPermissions(command, state);

/** What happened elsewhere, and time that has gone by. */
function takeOver(
  command: Exclude<ImageCommand, CreateImage | ImageObservation | ImageChange>,
  image: ExistingImage,
): readonly ImageEvent[] {
  switch (command.type) {
    case 'FollowCascade':
      return followCascade(command, image);
    case 'AnnounceRevocation':
      return announce(command, image);
    case 'ExpireLaunchPermission':
      return expire(command, image);
    case 'CompleteImage':
    case 'FailImage':
      return finish(command, image);
  }
}

function change(command: ImageChange, recorded: ExistingImage): readonly ImageEvent[] {
  const image = imageAt(recorded, command.at);
  if (command.type === 'DeregisterImage') return deregister(command, image);
  if (command.type === 'RestoreImage') return restore(command, image);
  // Where a cascade began may be gone; what came of it is not.
  if (command.type === 'ReinstateImage' && command.undo !== undefined) return reinstate(command, image);
  if (image.lifecycle === 'deregistered') throw new ImageIsDeregistered(command.imageId);
  switch (command.type) {
    case 'DescribeImage':
      return describe(command, image);
    case 'ReplaceTags':
      return replaceTags(command, image);
    case 'ChangeLaunchPermissions':
      return changeLaunchPermissions(command, recorded);
    case 'AnswerLaunchPermission':
      return answer(command, image);
    case 'ScheduleDeprecation':
      return scheduleDeprecation(command, image);
    case 'CancelDeprecation':
      return cancelDeprecation(command, image);
    case 'DisableImage':
      return disable(command, image);
    case 'EnableImage':
      return enable(command, image);
    case 'EnableDeregistrationProtection':
      return enableProtection(command, image);
    case 'DisableDeregistrationProtection':
      return disableProtection(command, image);
    case 'RevokeImage':
      return revoke(command, image);
    case 'ReinstateImage':
      return reinstate(command, image);
    case 'RollBackImage':
      return rollBack(command, recorded);
  }
}

/** An image from snapshots needs no further work, so it is available at once. */
function create({ registration }: CreateImage): readonly ImageEvent[] {
  const { content, work, ...identity } = registration;
  const created = {
    type: 'ImageCreated',
    data: { ...identity, ...content, rootDeviceType: 'ebs' },
  } as const;
  if (work !== undefined) return [created];
  return [created, { type: 'ImageBecameAvailable', data: { imageId: identity.imageId } }];
}

function finish(command: FinishImage, { lifecycle }: ExistingImage): readonly ImageEvent[] {
  if (lifecycle !== 'pending') return [];
  return command.type === 'CompleteImage'
    ? [{ type: 'ImageBecameAvailable', data: { imageId: command.imageId, providerId: command.providerId } }]
    : [{ type: 'ImageCreationFailed', data: { imageId: command.imageId, cause: command.cause } }];
}
