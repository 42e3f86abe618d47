import { EventType, EventTypes, type EventIn } from '#event-sourcing';
import type { LaunchGrounds } from '../image/access';
import type { LaunchPrincipal } from '../image/launch-principal';
import type { Tags } from '../tags';
import type { LaunchDevice } from './launch-mapping';
import type { RequestedImage } from './launch-source';

/** Who is made, with which volumes, in the order of the devices that have one. */
export interface PlannedInstance {
  readonly instanceId: string;
  readonly volumeIds: readonly string[];
}

/** Everything that the launch takes, so that whoever finishes it needs nothing else. */
export interface LaunchRequestedData {
  readonly launchId: string;
  readonly ownerId: string;
  readonly region: string;
  readonly zone: string;
  readonly imageId: string;
  /** The image's stream as the launch was decided on. */
  readonly imageRevision: number;
  readonly grounds: LaunchGrounds;
  /** The organization or unit that the permission names. */
  readonly grantedTo?: LaunchPrincipal;
  /** Its account does not allow itself the image, and only wanted to be told. */
  readonly imageAllowed?: false;
  /** It was launched though it is deprecated. */
  readonly imageDeprecated?: {
    /** What its account may launch instead. */
    readonly replacement?: string;
  };
  readonly instanceType: string;
  readonly minCount: number;
  readonly maxCount: number;
  readonly rootDeviceName: string;
  readonly blockDeviceMappings: readonly LaunchDevice[];
  readonly tags: Tags;
  readonly requested: RequestedImage;
  readonly instances: readonly PlannedInstance[];
}

export const launchRequested = EventType.named('LaunchRequested').as<LaunchRequestedData>();
/** Says exactly what the launch gave. */
export const launchCompleted = EventType.named('LaunchCompleted').as<{
  readonly launchId: string;
  readonly instanceIds: readonly string[];
  /** Why it gave fewer than it was asked for. */
  readonly cause?: string;
}>();

export const launchEvents = EventTypes.of(launchRequested, launchCompleted);
export type LaunchEvent = EventIn<typeof launchEvents>;
