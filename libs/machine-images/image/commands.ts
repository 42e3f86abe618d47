import type { Observed } from '../adoption/observed';
import type { Principal } from '../principal';
import type { RetentionRule } from '../retention-rule/state';
import type { ImageBlockPublicAccess } from '../settings/settings';
import type { Tags } from '../tags';
import type { ObservedImage } from './adoption';
import type { ImageAspect } from './aspects';
import type { GrantWish } from './launch-grant';
import type { LaunchPrincipal } from './launch-principal';
import type { ImageRegistration } from './registration';
import type { StandingCascade } from './cascade';
import type { ChannelsOfRevoked } from './revocations';
import type { ImageState } from './state';

/** Carries out what the claim of its name decided: it cannot be refused any more. */
export interface CreateImage {
  readonly type: 'CreateImage';
  readonly registration: ImageRegistration;
}

/** What came of it at the provider. An image is finished once: the first answer stays. */
export type FinishImage =
  | { readonly type: 'CompleteImage'; readonly imageId: string; readonly providerId: string }
  | { readonly type: 'FailImage'; readonly imageId: string; readonly cause: string };

/** What was seen of it outside of the ledger. It is a fact: what would be refused to who asks for it is recorded. */
export interface AdoptImage {
  readonly type: 'AdoptImage';
  readonly imageId: string;
  readonly observed: Observed<ObservedImage>;
  /** The request that told of it. */
  readonly adoptionId: string;
}

/** Who was seen to be allowed to launch it: all of them. EC2: describe-image-attribute. */
export interface ObserveLaunchPermissions {
  readonly type: 'ObserveLaunchPermissions';
  readonly imageId: string;
  readonly observed: Observed<readonly LaunchPrincipal[]>;
}

/** Records that a grant is over, when it is; once, whoever asks. */
export interface ExpireLaunchPermission {
  readonly type: 'ExpireLaunchPermission';
  readonly imageId: string;
  /** Which grant: a principal has one, and a renewed one is another. */
  readonly principal: LaunchPrincipal;
  readonly expiresAt: Date;
  readonly at: Date;
}

interface ChangeOfImage {
  readonly imageId: string;
  readonly by: Principal;
  /** When it is asked for. */
  readonly at: Date;
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
  /** Whoever has a permission and is given another has that one from then on. */
  readonly add: readonly GrantWish[];
  readonly remove: readonly LaunchPrincipal[];
  /** What its owner has set where the image is, read for this decision. */
  readonly imageBlockPublicAccess?: ImageBlockPublicAccess;
}

/** An account that a launch permission names has its own say. EC2: CancelImageLaunchPermission, to leave. */
export interface AnswerLaunchPermission extends ChangeOfImage {
  readonly type: 'AnswerLaunchPermission';
  readonly decision: 'accept' | 'reject' | 'leave';
}

/** EC2: EnableImageDeprecation. */
export interface ScheduleDeprecation extends ChangeOfImage {
  readonly type: 'ScheduleDeprecation';
  readonly deprecateAt: Date;
  /** The image to launch instead. */
  readonly replacement?: string;
}

/** EC2: DisableImageDeprecation. */
export interface CancelDeprecation extends ChangeOfImage {
  readonly type: 'CancelDeprecation';
}

/** EC2: the action of that name. */
export interface DisableImage extends ChangeOfImage {
  readonly type: 'DisableImage';
}

/** EC2: the action of that name. */
export interface EnableImage extends ChangeOfImage {
  readonly type: 'EnableImage';
  /** Give the launch permissions back that disabling removed. */
  readonly restorePermissions: boolean;
  /** What the owner of the image has set. */
  readonly imageBlockPublicAccess?: ImageBlockPublicAccess;
  /** Without them nobody can launch it. Read for this decision. */
  readonly lostSnapshots?: readonly string[];
}

/** EC2: EnableImageDeregistrationProtection. */
export interface EnableDeregistrationProtection extends ChangeOfImage {
  readonly type: 'EnableDeregistrationProtection';
  /** Once it is disabled, the image stays protected for 24 hours more. */
  readonly withCooldown: boolean;
}

/** EC2: DisableImageDeregistrationProtection. */
export interface DisableDeregistrationProtection extends ChangeOfImage {
  readonly type: 'DisableDeregistrationProtection';
}

export interface RevokeImage extends ChangeOfImage {
  readonly type: 'RevokeImage';
  /** With all that came of it, and will: names the cascade. By default it alone. */
  readonly cascadeId?: string;
  /** What becomes of channels that point at it; by default they move. */
  readonly channels?: ChannelsOfRevoked;
  /** Not now: it takes effect by itself. */
  readonly revokeAt?: Date;
  /** Names what will come of it elsewhere, where that was asked for before. */
  readonly plan?: string;
  /** When it is asked for. */
  readonly at: Date;
}

export interface ReinstateImage extends ChangeOfImage {
  readonly type: 'ReinstateImage';
  /** A cascade that began here; by default what was asked for by hand. */
  readonly undo?: string;
  /** Names what will come of it elsewhere, where that was asked for before. */
  readonly plan?: string;
  /** When it is asked for. */
  readonly at: Date;
}

/** Something that the image came of was revoked with all that came of it, or that was undone. It cannot be refused. */
export interface FollowCascade {
  readonly type: 'FollowCascade';
  readonly imageId: string;
  readonly cascadeId: string;
  /** The image that it began at. */
  readonly beganAt: string;
  /** What was decided there, and is to be followed. */
  readonly revoked: boolean;
  /** What is the case there, read for this decision. */
  readonly standing?: StandingCascade;
}

/** The time of a scheduled revocation has come. */
export interface AnnounceRevocation {
  readonly type: 'AnnounceRevocation';
  readonly imageId: string;
  readonly at: Date;
}

export interface DeregisterImage extends ChangeOfImage {
  readonly type: 'DeregisterImage';
  readonly deleteAssociatedSnapshots: boolean;
  /** Of the image's account and region. */
  readonly retentionRules: readonly RetentionRule[];
}

/** EC2: RestoreImageFromRecycleBin. */
export interface RestoreImage extends ChangeOfImage {
  readonly type: 'RestoreImage';
  /** The request that asks for it. */
  readonly restorationId: string;
}

/** What the image was, which nothing can change any more. */
export type RollbackGoal =
  | { readonly asOf: Date; readonly include: readonly ImageAspect[]; readonly earlier: ImageState }
  /** Right before the rollback of that correlation id. Nothing is undone where that was no rollback of the image. */
  | { readonly undo: string; readonly undone?: UndoneRollback };

export interface UndoneRollback {
  readonly include: readonly ImageAspect[];
  readonly earlier: ImageState;
}

/** All of it or nothing, and nothing that would be refused today. */
export interface RollBackImage extends ChangeOfImage {
  readonly type: 'RollBackImage';
  readonly to: RollbackGoal;
  /** What the owner of the image has set. */
  readonly imageBlockPublicAccess?: ImageBlockPublicAccess;
  /** Without them nobody can launch it. Read for this decision. */
  readonly lostSnapshots?: readonly string[];
}

export type ImageChange =
  | DescribeImage
  | ReplaceTags
  | ChangeLaunchPermissions
  | AnswerLaunchPermission
  | ScheduleDeprecation
  | CancelDeprecation
  | DisableImage
  | EnableImage
  | EnableDeregistrationProtection
  | DisableDeregistrationProtection
  | RevokeImage
  | ReinstateImage
  | DeregisterImage
  | RestoreImage
  | RollBackImage;
export type ImageObservation = AdoptImage | ObserveLaunchPermissions;
export type ImageCommand =
  | CreateImage
  | FinishImage
  | FollowCascade
  | AnnounceRevocation
  | ExpireLaunchPermission
  | ImageObservation
  | ImageChange;
