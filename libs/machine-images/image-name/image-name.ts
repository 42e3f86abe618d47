import { EventType, EventTypes, sha256, type Category, type EventIn } from '#event-sourcing';
import { ImageNotInRecycleBin } from '../image/errors';
import { checkRegistration, type ImageRegistration } from '../image/registration';
import type { ImageRestoration } from '../image/restoration';
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
/** The same for an image that comes back out of the Recycle Bin. */
export const imageNameReclaimed = EventType.named('ImageNameReclaimed').as<{
  readonly restoration: ImageRestoration;
}>();
/** An image that was adopted has it. The image is there already, and nothing follows. */
export const imageNameAdopted = EventType.named('ImageNameAdopted').as<{
  readonly imageId: string;
  readonly name: string;
}>();
export const imageNameReleased = EventType.named('ImageNameReleased').as<{
  readonly imageId: string;
  readonly name: string;
}>();

export const imageNameEvents = EventTypes.of(
  imageNameClaimed,
  imageNameReclaimed,
  imageNameAdopted,
  imageNameReleased,
);
export type ImageNameEvent = EventIn<typeof imageNameEvents>;

// State: the image that has the name, and what it has it for.

export interface ImageNameState {
  readonly heldBy: string | undefined;
  /** With all that making the image takes. */
  readonly registration?: ImageRegistration;
  readonly restoration?: ImageRestoration;
}

const evolve = (_: ImageNameState, event: ImageNameEvent): ImageNameState => {
  switch (event.type) {
    case 'ImageNameClaimed':
      return { heldBy: event.data.registration.imageId, registration: event.data.registration };
    case 'ImageNameReclaimed':
      return { heldBy: event.data.restoration.imageId, restoration: event.data.restoration };
    case 'ImageNameAdopted':
      return { heldBy: event.data.imageId };
    case 'ImageNameReleased':
      return { heldBy: undefined };
  }
};

// Decide

export interface ReleaseImageName {
  readonly type: 'ReleaseImageName';
  readonly imageId: string;
  readonly name: string;
  /** The claim to let go: the one of this restoration, or of the registration. Any other stays. */
  readonly restorationId?: string;
}

export interface AdoptImageName {
  readonly type: 'AdoptImageName';
  readonly imageId: string;
  readonly name: string;
}

export type ImageNameCommand =
  | { readonly type: 'ClaimImageName'; readonly registration: ImageRegistration }
  | { readonly type: 'ReclaimImageName'; readonly restoration: ImageRestoration }
  | AdoptImageName
  | ReleaseImageName;

const decide = (command: ImageNameCommand, state: ImageNameState): readonly ImageNameEvent[] => {
  switch (command.type) {
    case 'ClaimImageName':
      return claim(command.registration, state);
    case 'ReclaimImageName':
      return reclaim(command.restoration, state);
    case 'AdoptImageName':
      return adopt(command, state);
    case 'ReleaseImageName':
      return release(command, state);
  }
};

const claim = (registration: ImageRegistration, { heldBy }: ImageNameState): readonly ImageNameEvent[] => {
  checkRegistration(registration);
  if (heldBy === registration.imageId) return [];
  if (heldBy !== undefined) throw new ImageNameIsTaken(registration.name, heldBy);
  return [{ type: 'ImageNameClaimed', data: { registration } }];
};

/** The name may be any that was ever given. Throws ImageNameIsTaken. */
const adopt = ({ imageId, name }: AdoptImageName, { heldBy }: ImageNameState): readonly ImageNameEvent[] => {
  if (heldBy === imageId) return [];
  if (heldBy !== undefined) throw new ImageNameIsTaken(name, heldBy);
  return [{ type: 'ImageNameAdopted', data: { imageId, name } }];
};

const reclaim = (restoration: ImageRestoration, state: ImageNameState): readonly ImageNameEvent[] => {
  const { imageId, restorationId, name } = restoration;
  const { heldBy, restoration: current } = state;
  if (heldBy !== undefined && heldBy !== imageId) throw new ImageNameIsTaken(name, heldBy);
  if (heldBy === imageId && current?.restorationId === restorationId) return [];
  if (isOnItsWay(restoration, state)) throw new ImageNotInRecycleBin(imageId);
  return [{ type: 'ImageNameReclaimed', data: { restoration } }];
};

/** Another restoration was first. What the image has the name for from an earlier time counts for nothing. */
const isOnItsWay = (
  { imageId, number }: ImageRestoration,
  { heldBy, restoration }: ImageNameState,
): boolean => heldBy === imageId && restoration !== undefined && restoration.number >= number;

const release = (
  { imageId, name, restorationId }: ReleaseImageName,
  { heldBy, restoration }: ImageNameState,
): readonly ImageNameEvent[] =>
  heldBy === imageId && restoration?.restorationId === restorationId
    ? [{ type: 'ImageNameReleased', data: { imageId, name } }]
    : [];

/** A name of an account in a region: one image at a time has it. */
export const imageNames: Category<ImageNameId, ImageNameState, ImageNameCommand, ImageNameEvent> = {
  stream,
  events: imageNameEvents,
  decider: { initial: { heldBy: undefined }, decide, evolve },
};
