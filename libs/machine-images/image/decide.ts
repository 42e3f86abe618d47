import { checkTags, tagChanges } from '../tags';
import { isVisibleTo, mayChange } from './access';
import type { CreateImage, DescribeImage, ImageChange, ImageCommand, ReplaceTags } from './commands';
import { cancelDeprecation, scheduleDeprecation } from './deprecation';
import { ImageIsDeregistered, NotTheOwner, UnknownImage } from './errors';
import type { ImageEvent } from './events';
import { changeLaunchPermissions } from './launch-permissions';
import { checkDescription } from './registration';
import type { ExistingImage, ImageState } from './state';

/** To an account that may not launch it, an image does not exist; one that may launch it may still not change it. */
export function admit(command: ImageCommand, state: ImageState): void {
  if (command.type === 'CreateImage') return;
  const { imageId, by } = command;
  if (state.kind === 'unknown') throw new UnknownImage(imageId);
  if (mayChange(state, by)) return;
  throw isVisibleTo(state, by) ? new NotTheOwner(imageId) : new UnknownImage(imageId).asHidden();
}

export function decide(command: ImageCommand, state: ImageState): readonly ImageEvent[] {
  if (command.type === 'CreateImage') return state.kind === 'unknown' ? create(command) : [];
  if (state.kind === 'unknown') throw new UnknownImage(command.imageId);
  return change(command, state);
}

function change(command: ImageChange, image: ExistingImage): readonly ImageEvent[] {
  if (command.type === 'DeregisterImage') return deregister(image);
  if (image.lifecycle === 'deregistered') throw new ImageIsDeregistered(command.imageId);
  switch (command.type) {
    case 'DescribeImage':
      return describe(command, image);
    case 'ReplaceTags':
      return replaceTags(command, image);
    case 'ChangeLaunchPermissions':
      return changeLaunchPermissions(command, image);
    case 'ScheduleDeprecation':
      return scheduleDeprecation(command, image);
    case 'CancelDeprecation':
      return cancelDeprecation(command, image);
  }
}

/** An image from snapshots needs no further work, so it is available at once. */
const create = ({ registration: { content, ...identity } }: CreateImage): readonly ImageEvent[] => [
  { type: 'ImageCreated', data: { ...identity, ...content, rootDeviceType: 'ebs' } },
  { type: 'ImageBecameAvailable', data: { imageId: identity.imageId } },
];

function describe({ imageId, description }: DescribeImage, image: ExistingImage): readonly ImageEvent[] {
  checkDescription(description);
  return description === (image.description ?? '')
    ? []
    : [{ type: 'ImageDescribed', data: { imageId, description } }];
}

function replaceTags({ imageId, tags }: ReplaceTags, image: ExistingImage): readonly ImageEvent[] {
  checkTags(tags, '');
  const { set, removed } = tagChanges(image.tags, tags);
  const tagged = { type: 'ImageTagged', data: { imageId, tags: set } } as const;
  const untagged = { type: 'ImageUntagged', data: { imageId, keys: removed } } as const;
  return [...(Object.keys(set).length > 0 ? [tagged] : []), ...(removed.length > 0 ? [untagged] : [])];
}

const deregister = ({ lifecycle, created: { imageId } }: ExistingImage): readonly ImageEvent[] =>
  lifecycle === 'deregistered' ? [] : [{ type: 'ImageDeregistered', data: { imageId } }];
