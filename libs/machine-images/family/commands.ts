import type { Revocation } from '../image/revocations';
import type { Principal } from '../principal';
import type { LaunchPrincipal } from '../image/launch-principal';
import type { ImageFitness } from './fitness';
import type { ChannelPath } from './state';

export interface FamilyId {
  readonly ownerId: string;
  readonly name: string;
}

export interface CreateFamily extends FamilyId {
  readonly type: 'CreateFamily';
  readonly description?: string;
}

interface ChangeOfFamily extends FamilyId {
  readonly by: Principal;
  /** When it is asked for. */
  readonly at: Date;
}

/** What became of an image is a fact that the families which hold it take over. */
interface FollowingImage extends FamilyId {
  readonly imageId: string;
  readonly at: Date;
}

/** An image as it is when it is to be a version. */
export type PublishedImage =
  | { readonly exists: false }
  | {
      readonly exists: true;
      readonly ownerId: string;
      /** To who asks. */
      readonly isVisible: boolean;
      readonly fitness: ImageFitness;
    };

export interface PublishImageVersion extends ChangeOfFamily {
  readonly type: 'PublishImageVersion';
  readonly imageId: string;
  /** Read for this decision. */
  readonly image?: PublishedImage;
}

export interface PromoteChannel extends ChangeOfFamily {
  readonly type: 'PromoteChannel';
  readonly channel: string;
  readonly version: number;
  /** Of the image that this version is, read for this decision. */
  readonly fitness?: ImageFitness;
}

/** Of a channel, by the correlation id of the request that rolled it back. */
export interface UndoneChannelRollback {
  readonly correlationId: string;
  /** That the channel had right before. Absent where that was no rollback of it. */
  readonly path?: ChannelPath;
}

/** To the previous good version, unless an earlier one is named; or to where it was before a rollback. */
export interface RollBackChannel extends ChangeOfFamily {
  readonly type: 'RollBackChannel';
  readonly channel: string;
  readonly to?: number;
  readonly undo?: UndoneChannelRollback;
  /** When it is asked for. */
  readonly at: Date;
  /** Who may launch the images that it may leave and go to, by image id. Read for this decision. */
  readonly launchers?: ReadonlyMap<string, readonly LaunchPrincipal[]>;
  /** By image id: of the images that the channel may go back to, from the nearest on. Read for this decision. */
  readonly fitness?: ReadonlyMap<string, ImageFitness>;
}

export interface RevokeImageVersion extends FollowingImage {
  readonly type: 'RevokeImageVersion';
  /** Since when its image is revoked. */
  readonly since: Date;
  /** For what the channels that point at it go back to their last good version; without, they stay. */
  readonly moving?: Pick<Revocation, 'cause' | 'since'>;
  /** By image id: of the images that these channels may go back to. Read for this decision. */
  readonly fitness?: ReadonlyMap<string, ImageFitness>;
}

export interface ReinstateImageVersion extends FollowingImage {
  readonly type: 'ReinstateImageVersion';
  /** The cascade that was undone: channels that still stand where revocations put them come back. */
  readonly undo?: string;
  /** By image id: of the images that these channels may come back to. Read for this decision. */
  readonly fitness?: ReadonlyMap<string, ImageFitness>;
}

export type FamilyChange = PublishImageVersion | PromoteChannel | RollBackChannel;
export type FamilyCommand = CreateFamily | FamilyChange | RevokeImageVersion | ReinstateImageVersion;
