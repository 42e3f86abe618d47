import type { Principal } from '../principal';
import type { Tags } from '../tags';
import type { LaunchPrincipal } from './launch-principal';
import type { ImageRegistration } from './registration';

/** Carries out what the claim of its name decided: it cannot be refused any more. */
export interface CreateImage {
  readonly type: 'CreateImage';
  readonly registration: ImageRegistration;
}

/** What came of it at the provider. An image is finished once: the first answer stays. */
export type FinishImage =
  | { readonly type: 'CompleteImage'; readonly imageId: string; readonly providerId: string }
  | { readonly type: 'FailImage'; readonly imageId: string; readonly cause: string };

interface ChangeOfImage {
  readonly imageId: string;
  readonly by: Principal;
}

export interface DescribeImage extends ChangeOfImage {
  readonly type: 'DescribeImage';
  readonly description: string;
}

/** Exactly these tags are there afterwards. */
export interface ReplaceTags extends ChangeOfImage {
  readonly type: 'ReplaceTags';
  readonly tags: Tags;
}

/** All of it or nothing. Adding what is there and removing what is not is no error. EC2: ModifyImageAttribute. */
export interface ChangeLaunchPermissions extends ChangeOfImage {
  readonly type: 'ChangeLaunchPermissions';
  readonly add: readonly LaunchPrincipal[];
  readonly remove: readonly LaunchPrincipal[];
}

/** EC2: EnableImageDeprecation. */
export interface ScheduleDeprecation extends ChangeOfImage {
  readonly type: 'ScheduleDeprecation';
  readonly deprecateAt: Date;
  /** When it is asked for. */
  readonly at: Date;
}

/** EC2: DisableImageDeprecation. */
export interface CancelDeprecation extends ChangeOfImage {
  readonly type: 'CancelDeprecation';
}

export interface DeregisterImage extends ChangeOfImage {
  readonly type: 'DeregisterImage';
}

export type ImageChange =
  | DescribeImage
  | ReplaceTags
  | ChangeLaunchPermissions
  | ScheduleDeprecation
  | CancelDeprecation
  | DeregisterImage;
export type ImageCommand = CreateImage | FinishImage | ImageChange;
