import type { Category, Consulting } from '#event-sourcing';
import type { ImageCommand } from './commands';
import { mayChange } from './access';
import { admit, decide } from './decide';
import { imageEvents, type ImageEvent } from './events';
import { standingOf } from './standing';
import { evolve, unknownImage, type ImageState } from './state';

/** Whether it exists for those who may not change it can depend on the organization that they are in. */
const consult: Consulting<ImageState, ImageCommand>['consult'] = async (command, image, look) => {
  if (command.type === 'CreateImage' || image.kind === 'unknown') return command;
  const { by } = command;
  if (mayChange(image, by)) return command;
  return { ...command, by: { ...by, ...(await standingOf(by.account, image, look)) } };
};

/** A blueprint to launch instances from, and who may. */
export const images: Category<string, ImageState, ImageCommand, ImageEvent> &
  Consulting<ImageState, ImageCommand> = {
  stream: (imageId) => `image-${imageId}`,
  events: imageEvents,
  decider: { initial: unknownImage, admit, decide, evolve },
  consult,
};
