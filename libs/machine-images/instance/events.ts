import { EventType, EventTypes, type EventIn } from '#event-sourcing';
import type { LaunchGrounds } from '../image/access';
import type { LaunchPrincipal } from '../image/launch-principal';
import type { Tags } from '../tags';
import type { InstanceDevice } from './instance-device';

/** Everything that was settled about an instance when its launch was decided. */
export interface InstanceLaunchedData {
  readonly instanceId: string;
  readonly ownerId: string;
  readonly region: string;
  readonly zone: string;
  readonly imageId: string;
  /** The image's stream as the launch was decided on. */
  readonly imageRevision: number;
  readonly instanceType: string;
  /** On what ground the account was allowed to launch the image. */
  readonly grounds: LaunchGrounds;
  /** The organization or unit that the permission names. */
  readonly grantedTo?: LaunchPrincipal;
  readonly launchId: string;
  /** Which of the instances of its launch it is. */
  readonly index: number;
  readonly rootDeviceName: string;
  readonly blockDeviceMappings: readonly InstanceDevice[];
  readonly tags: Tags;
  /** What was asked for, and led to the image. */
  readonly requested: { readonly imageId: string };
}

interface OfInstance {
  readonly instanceId: string;
}

export interface DeviceReservation extends OfInstance {
  readonly device: string;
  readonly volumeId: string;
  /** Tells one attempt to attach the volume from another. */
  readonly attachmentId: string;
}

export const instanceLaunched = EventType.named('InstanceLaunched').as<InstanceLaunchedData>();
export const instanceStarted = EventType.named('InstanceStarted').as<OfInstance>();
export const instanceStopped = EventType.named('InstanceStopped').as<OfInstance>();
export const instanceRebooted = EventType.named('InstanceRebooted').as<OfInstance>();
export const instanceTerminated = EventType.named('InstanceTerminated').as<OfInstance>();
export const deviceReserved = EventType.named('DeviceReserved').as<DeviceReservation>();
export const deviceReleased = EventType.named('DeviceReleased').as<DeviceReservation>();
/** Only the tags that changed. */
export const instanceTagged = EventType.named('InstanceTagged').as<OfInstance & { readonly tags: Tags }>();
export const instanceUntagged = EventType.named('InstanceUntagged').as<
  OfInstance & { readonly keys: readonly string[] }
>();

export const instanceEvents = EventTypes.of(
  instanceLaunched,
  instanceStarted,
  instanceStopped,
  instanceRebooted,
  instanceTerminated,
  deviceReserved,
  deviceReleased,
  instanceTagged,
  instanceUntagged,
);
export type InstanceEvent = EventIn<typeof instanceEvents>;
