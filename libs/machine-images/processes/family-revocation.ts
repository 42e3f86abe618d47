import {
  contextOf,
  type CommandContext,
  type Position,
  type ProcessManager,
  type ReadEvent,
  type WritePath,
} from '#event-sourcing';
import type { FamilyId, ReinstateImageVersion, RevokeImageVersion } from '../family/commands';
import type { FamilyEvent, ImageVersionData } from '../family/events';
import { families } from '../family/family';
import type { ImageEvent } from '../image/events';
import { images } from '../image/image';
import { movingRevocation, type Revocation } from '../image/revocations';
import { revocationsOf } from '../image/state';
import { stepOf } from './follow-up';

/** Which families hold an image as a version. */
export interface FamiliesOfImage {
  /** As of the position at least: whoever does not know as much yet throws. */
  holding(imageId: string, position: Position): Promise<readonly FamilyId[]>;
}

/**
 * Lets families follow the revocation of their images. What an event says may be over by the time it is read: the image
 * is looked at instead, and the last event about it settles what its families say. A version that was published while
 * its image was being revoked may have been unknown to the revocation; its own event makes up for that.
 */
export class FamilyRevocationProcess implements ProcessManager<FamilyEvent | ImageEvent> {
  readonly name = 'family-revocation';
  readonly reactsTo = ['ImageRevoked', 'ImageReinstated', 'ImageVersionPublished'] as const;

  constructor(
    private readonly writePath: WritePath,
    private readonly familiesOfImage: FamiliesOfImage,
  ) {}

  async react(read: ReadEvent<FamilyEvent | ImageEvent>): Promise<void> {
    const { event, recorded } = read;
    const context = contextOf(read, new Date());
    if (event.type === 'ImageVersionPublished') await this.catchUp(event.data, recorded.recordedAt, context);
    if (event.type !== 'ImageRevoked' && event.type !== 'ImageReinstated') return;
    const { imageId } = event.data;
    for (const family of await this.familiesOfImage.holding(imageId, recorded.position))
      await this.follow(imageId, family, context);
  }

  /** A later revocation finds the version by itself, and says why. Why it was published is no reason to revoke it. */
  private async catchUp(
    { imageId, ...family }: ImageVersionData,
    publishedAt: Date,
    { reason: _, ...context }: CommandContext,
  ): Promise<void> {
    const revocations = revocationsOf(await this.writePath.look(images, imageId));
    const wasRevoked = revocations.some(({ since }) => since <= publishedAt);
    if (wasRevoked) await this.follow(imageId, family, context);
  }

  private async follow(imageId: string, { ownerId, name }: FamilyId, context: CommandContext): Promise<void> {
    const revocations = revocationsOf(await this.writePath.look(images, imageId));
    const undo = revocations.length === 0 ? await this.undone(imageId) : {};
    const id = { ownerId, name };
    const command = commandFollowing({ ...id, imageId, at: context.at }, revocations, undo);
    await this.writePath.execute(families, id, command, stepOf(context, `${command.type} ${imageId}`));
  }

  /** The cascade whose undoing made the image good: its last reinstatement says so, whichever event is being read. */
  private async undone(imageId: string): Promise<{ readonly undo?: string }> {
    const read = await this.writePath.last(images, imageId, ({ type }) => type === 'ImageReinstated');
    if (read?.event.type !== 'ImageReinstated') return {};
    const { cause } = read.event.data;
    return cause.kind === 'cascade' ? { undo: cause.cascadeId } : {};
  }
}

/** What a family is asked to make of an image: revoked since its first cause, or good again where nothing revokes it. */
export function commandFollowing(
  about: FamilyId & { readonly imageId: string; readonly at: Date },
  revocations: readonly Revocation[],
  undo: { readonly undo?: string },
): RevokeImageVersion | ReinstateImageVersion {
  const [since] = revocations.map((one) => one.since).sort((one, other) => one.getTime() - other.getTime());
  if (since === undefined) return { type: 'ReinstateImageVersion', ...about, ...undo };
  const moving = movingRevocation(revocations);
  const leaving = moving === undefined ? {} : { moving: { cause: moving.cause, since: moving.since } };
  return { type: 'RevokeImageVersion', ...about, since, ...leaving };
}
