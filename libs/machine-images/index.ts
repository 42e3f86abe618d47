import type { EventTypes } from '#event-sourcing';
import type { InvalidBlockDeviceMapping } from './block-device/errors';
import type * as imageErrors from './image/errors';
import { imageEvents } from './image/events';
import type { ImageNameIsTaken } from './image-name/errors';
import { imageNameEvents } from './image-name/image-name';
import type { InvalidField } from './identifiers';
import { snapshotEvents } from './snapshot/snapshot';
import type { InvalidTags } from './tags';

export * from './block-device/block-device-mapping';
export * from './block-device/errors';
export * from './identifiers';
export * from './image/access';
export * from './image/commands';
export { deprecationTimeOf } from './image/deprecation';
export * from './image/errors';
export * from './image/events';
export * from './image/image';
export * from './image/launch-principal';
export * from './image/registration';
export * from './image/state';
export * from './image-name/errors';
export * from './image-name/image-name';
export * from './principal';
export * from './processes/image-deregistration';
export * from './processes/image-registration';
export * from './snapshot/snapshot';
export * from './tags';

/** Every event type of the domain, for those who read the whole log. */
export const machineImageEvents = imageEvents.and(imageNameEvents).and(snapshotEvents);
export type MachineImageEvent = typeof machineImageEvents extends EventTypes<infer Event> ? Event : never;

type InstanceOf<T> = T extends abstract new (...args: never[]) => infer Instance ? Instance : never;
type ImageError = InstanceOf<(typeof imageErrors)[keyof typeof imageErrors]>;

/** Every refusal of the domain: what the edge must have a number for. */
export type MachineImageErrorCode = (
  ImageError | ImageNameIsTaken | InvalidBlockDeviceMapping | InvalidField | InvalidTags
)['code'];
