import { EventType, EventTypes, type EventIn } from '#event-sourcing';
import type { LaunchGrounds } from '../image/access';
import type { LaunchPrincipal } from '../image/launch-principal';
import type { RequestedImage } from '../launch/launch-source';
import type { Tags } from '../tags';
import type { VolumeCreatedData } from '../volume/events';
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
  readonly requested: RequestedImage;
}

/** What an adopted instance has: nothing is known of its volumes but what they say themselves. */
export interface AdoptedDevice {
  readonly deviceName: string;
  readonly volumeId: string;
  readonly deleteOnTermination: boolean;
}

/** What was seen of an instance that the ledger knew nothing of, or knew to be gone, in the state it was seen in. */
export interface InstanceAdoptedData {
  readonly instanceId: string;
  readonly ownerId: string;
  readonly region: string;
  readonly zone?: string;
  readonly imageId?: string;
  readonly instanceType?: string;
  /** EC2: the reservation. */
  readonly launchId?: string;
  /** Which of the instances of its launch it is. */
  readonly index?: number;
  /** RFC 3339: long before it was adopted. */
  readonly launchTime?: string;
  readonly state: 'pending' | 'running' | 'stopped' | 'terminated';
  readonly rootDeviceName?: string;
  readonly devices: readonly AdoptedDevice[];
  readonly tags: Tags;
}

interface OfInstance {
  readonly instanceId: string;
}

export interface DeviceReservation extends OfInstance {
  readonly device: string;
  readonly volumeId: string;
  /** Tells one attempt to attach the volume from another. */
  readonly attachmentId: string;
  /** Where it was seen. What is attached by request stays when the instance goes. */
  readonly deleteOnTermination?: boolean;
}

/** Which image a root volume is from, and on what ground the account was allowed to run it. */
export interface RootVolumeOrigin {
  readonly imageId: string;
  readonly imageRevision: number;
  readonly grounds: LaunchGrounds;
  /** The organization or unit that the permission names. */
  readonly grantedTo?: LaunchPrincipal;
}

/** What a root volume is made from. */
export type RootVolumeSource =
  | { readonly kind: 'launch-state' }
  | { readonly kind: 'image'; readonly imageId: string }
  | { readonly kind: 'snapshot'; readonly snapshotId: string };

interface OfReplacement extends OfInstance {
  readonly replaceRootVolumeTaskId: string;
}

/** Everything that the replacement takes, so that whoever finishes it needs nothing else. */
export interface RootVolumeReplacementRequestedData extends OfReplacement {
  readonly device: string;
  readonly source: RootVolumeSource;
  /** Absent where the ledger does not know from which image the snapshot came to be. */
  readonly origin?: RootVolumeOrigin;
  /** What the instance is to run from now on. Absent where that stays what was asked for before. */
  readonly requested?: RequestedImage;
  /** The correlation id of the replacement that this one undoes. */
  readonly undo?: string;
  /** The new root volume, whole. */
  readonly volume: VolumeCreatedData;
  readonly deleteOnTermination: boolean;
  readonly replacedVolumeId: string;
  readonly deleteReplacedRootVolume: boolean;
}

export interface RootVolumeReplacedData extends OfReplacement {
  readonly device: string;
  readonly volumeId: string;
  readonly deleteOnTermination: boolean;
  readonly origin?: RootVolumeOrigin;
  readonly requested?: RequestedImage;
  readonly replacedVolumeId: string;
}

export const instanceLaunched = EventType.named('InstanceLaunched').as<InstanceLaunchedData>();
export const instanceAdopted = EventType.named('InstanceAdopted').as<InstanceAdoptedData>();
/** EC2: ModifyInstanceAttribute. */
export const instanceTypeChanged = EventType.named('InstanceTypeChanged').as<
  OfInstance & { readonly instanceType: string }
>();
export const instanceStarted = EventType.named('InstanceStarted').as<OfInstance>();
export const instanceStopped = EventType.named('InstanceStopped').as<OfInstance>();
export const instanceRebooted = EventType.named('InstanceRebooted').as<
  OfInstance & {
    /** Whose making rebooted it, where nobody asked for the reboot itself. */
    readonly cause?: { readonly imageId: string };
    /** The replacement of its root volume that it was rebooted for. */
    readonly replaceRootVolumeTaskId?: string;
  }
>();
export const instanceTerminated = EventType.named('InstanceTerminated').as<OfInstance>();
export const deviceReserved = EventType.named('DeviceReserved').as<DeviceReservation>();
export const deviceReleased = EventType.named('DeviceReleased').as<DeviceReservation>();
/** Only the tags that changed. */
export const instanceTagged = EventType.named('InstanceTagged').as<OfInstance & { readonly tags: Tags }>();
export const instanceUntagged = EventType.named('InstanceUntagged').as<
  OfInstance & { readonly keys: readonly string[] }
>();

export const rootVolumeReplacementRequested = EventType.named(
  'RootVolumeReplacementRequested',
).as<RootVolumeReplacementRequestedData>();
/** From here on the device is the new volume's; the volumes follow. */
export const rootVolumeReplaced = EventType.named('RootVolumeReplaced').as<RootVolumeReplacedData>();
export const rootVolumeReplacementFailed = EventType.named('RootVolumeReplacementFailed').as<
  OfReplacement & { readonly volumeId: string; readonly cause: string }
>();

export const instanceEvents = EventTypes.of(
  instanceLaunched,
  instanceAdopted,
  instanceTypeChanged,
  instanceStarted,
  instanceStopped,
  instanceRebooted,
  instanceTerminated,
  deviceReserved,
  deviceReleased,
  instanceTagged,
  instanceUntagged,
  rootVolumeReplacementRequested,
  rootVolumeReplaced,
  rootVolumeReplacementFailed,
);
export type InstanceEvent = EventIn<typeof instanceEvents>;
