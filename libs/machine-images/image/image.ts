import type { Category } from '#event-sourcing';
import type { ImageCommand } from './commands';
import { admit, decide } from './decide';
import { imageEvents, type ImageEvent } from './events';
import { evolve, unknownImage, type ImageState } from './state';

/** A blueprint to launch instances from, and who may. */
export const images: Category<string, ImageState, ImageCommand, ImageEvent> = {
  stream: (imageId) => `image-${imageId}`,
  events: imageEvents,
  decider: { initial: unknownImage, admit, decide, evolve },
};
