import { EventType, EventTypes, type EventIn } from '#event-sourcing';
import type { RevocationCause } from '../image/revocations';

/** Who and what a family is; the account and the name are those of its stream. */
export interface FamilyCreatedData {
  readonly ownerId: string;
  readonly name: string;
  readonly description?: string;
}

export interface ImageVersionData {
  readonly ownerId: string;
  readonly name: string;
  /** 1, 2, 3 … */
  readonly version: number;
  readonly imageId: string;
}

/** A channel that moved: from the version it pointed at to another. Without `from` or `to` it pointed, or points, at none. */
export interface ChannelMovedData {
  readonly ownerId: string;
  readonly name: string;
  readonly channel: string;
  readonly from?: number;
  readonly to?: number;
}

/** What follows the revocation of an image counts from when that took effect, which is before it is recorded. */
export interface Following {
  /** ISO 8601. Absent in what was recorded before this was said: since it was recorded. */
  readonly since?: string;
}

/** A rollback that was undone: the channel has again the path that it had right before. */
export interface ChannelReturn {
  /** The correlation id of that rollback. */
  readonly undo: string;
  readonly path: readonly number[];
}

export const familyCreated = EventType.named('FamilyCreated').as<FamilyCreatedData>();
export const imageVersionPublished = EventType.named('ImageVersionPublished').as<ImageVersionData>();
export const channelPromoted = EventType.named('ChannelPromoted').as<
  ChannelMovedData & { readonly to: number }
>();
export const channelRolledBack = EventType.named('ChannelRolledBack').as<
  ChannelMovedData &
    Partial<ChannelReturn> &
    Following & {
      /** It left a revoked version by itself; otherwise somebody asked for it. */
      readonly cause?: RevocationCause;
    }
>();
/** It came back to where it stood before revocations moved it. */
export const channelRestored = EventType.named('ChannelRestored').as<
  ChannelMovedData & {
    readonly to: number;
    /** The cascade that was undone. */
    readonly undo: string;
  }
>();
export const imageVersionRevoked = EventType.named('ImageVersionRevoked').as<ImageVersionData & Following>();
export const imageVersionReinstated = EventType.named('ImageVersionReinstated').as<
  ImageVersionData & {
    /** The cascade that was undone, where one was. */
    readonly undo?: string;
  }
>();

export const familyEvents = EventTypes.of(
  familyCreated,
  imageVersionPublished,
  channelPromoted,
  channelRolledBack,
  channelRestored,
  imageVersionRevoked,
  imageVersionReinstated,
);
export type FamilyEvent = EventIn<typeof familyEvents>;
