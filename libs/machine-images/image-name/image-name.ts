import { EventType, EventTypes, sha256, type Category, type EventIn } from '#event-sourcing';
import { checkRegistration, type ImageRegistration } from '../image/registration';
import { ImageNameIsTaken } from './errors';

// Stream: named after the name, so that the store itself lets only one claim through.

export interface ImageNameId {
  readonly ownerId: string;
  readonly region: string;
  readonly name: string;
}

const stream = ({ ownerId, region, name }: ImageNameId): string =>
  `imagename-${ownerId}-${region}-${sha256(name).slice(0, 32)}`;

// Events

/** Decides that an image will be made, and carries all that this takes. */
export const imageNameClaimed = EventType.named('ImageNameClaimed').as<{
  readonly registration: ImageRegistration;
}>();
export const imageNameReleased = EventType.named('ImageNameReleased').as<{
  readonly imageId: string;
  readonly name: string;
}>();

export const imageNameEvents = EventTypes.of(imageNameClaimed, imageNameReleased);
export type ImageNameEvent = EventIn<typeof imageNameEvents>;

// State: the image that has the name, with all that making it takes.

export interface ImageNameState {
  readonly claimed: ImageRegistration | undefined;
}

const evolve = (_: ImageNameState, event: ImageNameEvent): ImageNameState => {
  switch (event.type) {
    case 'ImageNameClaimed':
      return { claimed: event.data.registration };
    case 'ImageNameReleased':
      return { claimed: undefined };
  }
};

// Decide

export type ImageNameCommand =
  | { readonly type: 'ClaimImageName'; readonly registration: ImageRegistration }
  | { readonly type: 'ReleaseImageName'; readonly imageId: string; readonly name: string };

const decide = (command: ImageNameCommand, state: ImageNameState): readonly ImageNameEvent[] => {
  switch (command.type) {
    case 'ClaimImageName':
      return claim(command.registration, state);
    case 'ReleaseImageName':
      return state.claimed?.imageId === command.imageId
        ? [{ type: 'ImageNameReleased', data: { imageId: command.imageId, name: command.name } }]
        : [];
  }
};

const claim = (registration: ImageRegistration, { claimed }: ImageNameState): readonly ImageNameEvent[] => {
  checkRegistration(registration);
  const heldBy = claimed?.imageId;
  if (heldBy === registration.imageId) return [];
  if (heldBy !== undefined) throw new ImageNameIsTaken(registration.name, heldBy);
  return [{ type: 'ImageNameClaimed', data: { registration } }];
};

/** A name of an account in a region: one image at a time has it. */
export const imageNames: Category<ImageNameId, ImageNameState, ImageNameCommand, ImageNameEvent> = {
  stream,
  events: imageNameEvents,
  decider: { initial: { claimed: undefined }, decide, evolve },
};
