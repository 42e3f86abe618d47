import type { EventTypes } from '#event-sourcing';
import type { InvalidBlockDeviceMapping } from './block-device/errors';
import type * as familyErrors from './family/errors';
import { familyEvents } from './family/events';
import type * as imageErrors from './image/errors';
import { imageEvents } from './image/events';
import type { ImageNameIsTaken } from './image-name/errors';
import { imageNameEvents } from './image-name/image-name';
import type { InvalidField } from './identifiers';
import type * as instanceErrors from './instance/errors';
import { instanceEvents } from './instance/events';
import { launchEvents } from './launch/events';
import type * as snapshotErrors from './snapshot/errors';
import { snapshotEvents } from './snapshot/events';
import type { InvalidTags } from './tags';
import type * as volumeErrors from './volume/errors';
import { volumeEvents } from './volume/events';
import type { UnknownZone } from './zone';

export * from './block-device/block-device-mapping';
export * from './block-device/errors';
export * from './block-device/limits';
export * from './compute-provider';
export * from './family/channels';
export * from './family/commands';
export * from './family/errors';
export * from './family/events';
export * from './family/family';
export * from './family/fitness';
export { LATEST } from './family/names';
export type { ChannelPath, ExistingFamily, FamilyState, ImageVersion } from './family/state';
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
export * from './instance/commands';
export * from './instance/errors';
export * from './instance/events';
export * from './instance/instance';
export * from './instance/instance-device';
export type { DeviceHolder, ExistingInstance, InstanceLifecycle, InstanceState } from './instance/state';
export * from './launch/events';
export * from './launch/launch';
export * from './launch/launch-mapping';
export * from './launch/request-launch';
export * from './principal';
export * from './processes/family-channels';
export * from './processes/image-deregistration';
export * from './processes/image-registration';
export * from './processes/instance-actions';
export * from './processes/instance-launch';
export * from './processes/snapshot-storage';
export * from './processes/volume-attachment';
export * from './processes/volume-storage';
export type { VolumeWish } from './processes/volume-wish';
export * from './snapshot/commands';
export * from './snapshot/errors';
export * from './snapshot/events';
export * from './snapshot/snapshot';
export type { MadeSnapshot, SnapshotLifecycle, SnapshotState } from './snapshot/state';
export * from './tags';
export * from './volume/commands';
export { checkVolume } from './volume/decide';
export * from './volume/errors';
export * from './volume/events';
export type { ExistingVolume, VolumeAttachment, VolumeLifecycle, VolumeState } from './volume/state';
export * from './volume/volume';
export * from './zone';

/** Every event type of the domain, for those who read the whole log. */
export const machineImageEvents = imageEvents
  .and(familyEvents)
  .and(imageNameEvents)
  .and(instanceEvents)
  .and(launchEvents)
  .and(snapshotEvents)
  .and(volumeEvents);
export type MachineImageEvent = typeof machineImageEvents extends EventTypes<infer Event> ? Event : never;

type InstanceOf<T> = T extends abstract new (...args: never[]) => infer Instance ? Instance : never;
type InstanceError = InstanceOf<(typeof instanceErrors)[keyof typeof instanceErrors]>;
type FamilyError = InstanceOf<(typeof familyErrors)[keyof typeof familyErrors]>;
type ImageError = InstanceOf<(typeof imageErrors)[keyof typeof imageErrors]>;
type SnapshotError = InstanceOf<(typeof snapshotErrors)[keyof typeof snapshotErrors]>;
type VolumeError = InstanceOf<(typeof volumeErrors)[keyof typeof volumeErrors]>;

/** Every refusal of the domain: what the edge must have a number for. */
export type MachineImageErrorCode = (
  | FamilyError
  | ImageError
  | ImageNameIsTaken
  | InvalidBlockDeviceMapping
  | InvalidField
  | InstanceError
  | InvalidTags
  | SnapshotError
  | UnknownZone
  | VolumeError
)['code'];
